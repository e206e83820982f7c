import { useTranslations } from 'next-intl'

/** First in the document: past the bars to the page itself. */
export function SkipLink() {
  const t = useTranslations('shell')
  return (
    <a
      href="#content"
      className="fixed top-1 left-1 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2 font-medium text-accent-ink focus:translate-y-0"
    >
      {t('skip')}
    </a>
  )
}
