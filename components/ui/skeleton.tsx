import { useTranslations } from 'next-intl'

/** Grey lines of the height of what is coming; says "Loading". */
export function Skeleton({ lines = 3, label }: { lines?: number; label?: string }) {
  const t = useTranslations('ui')
  return (
    <div role="status" className="flex flex-col gap-2 py-2">
      <span className="sr-only">{label ?? t('loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: equal lines
          key={line}
          aria-hidden="true"
          className="h-6 rounded-sm bg-sunken"
          style={{ width: `${100 - ((line * 13) % 40)}%` }}
        />
      ))}
    </div>
  )
}
