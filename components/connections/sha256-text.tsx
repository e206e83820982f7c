import { sha256Groups } from './connection-draft'

/** A fingerprint that a person can compare: eight groups in two or four lines. */
export function Sha256Text({ sha256 }: { sha256: string }) {
  return (
    <span className="grid w-fit grid-cols-2 gap-x-4 font-mono text-sm tabular-nums xl:grid-cols-4">
      {sha256Groups(sha256).map((group, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat, their places do not
        <span key={place}>{group}</span>
      ))}
    </span>
  )
}
