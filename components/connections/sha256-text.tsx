import { sha256Groups } from './connection-draft'

/** A fingerprint that a person can compare: eight groups, two to a line on a phone. */
export function Sha256Text({ sha256 }: { sha256: string }) {
  return (
    <span className="flex flex-wrap gap-x-3 font-mono text-sm tabular-nums">
      {sha256Groups(sha256).map((group, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat, their places do not
        <span key={place}>{group}</span>
      ))}
    </span>
  )
}
