import { useTranslations } from 'next-intl'
import { digitGroups } from './digit-groups'

/** Digits to be read across a counter; copied without their gaps, read out one by one. */
export function BigDigits({ digits }: { digits: string }) {
  const t = useTranslations('ui.code')
  const groups = digitGroups(digits).split(' ')
  return (
    <p className="font-mono text-[2.5rem]/12 font-semibold select-all">
      <span className="sr-only select-none">{t('spelled', { digits: [...digits].join(' ') })}</span>
      <span aria-hidden="true" className="inline-flex flex-wrap gap-x-4">
        {groups.map((group, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat and never move
          <span key={place}>{group}</span>
        ))}
      </span>
    </p>
  )
}
