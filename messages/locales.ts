/** Languages with a complete catalogue. */
export const locales = ['en', 'de'] as const
export type Locale = (typeof locales)[number]

const defaultLocale: Locale = 'en'

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value)
}

/** The language of one request: the person's choice, else the best of Accept-Language (RFC 9110 12.5.4), else English. */
export function preferredLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen
  const wishes = (acceptLanguage ?? '').slice(0, 500).split(',').map(readWish)
  const best = wishes
    .filter((wish) => wish.locale !== undefined && wish.weight > 0)
    .reduce<{ locale?: Locale; weight: number }>((a, b) => (b.weight > a.weight ? b : a), { weight: 0 })
  return best.locale ?? defaultLocale
}

function readWish(part: string): { locale?: Locale; weight: number } {
  const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
  const language = tag.split('-')[0]
  const locale = language === '*' ? defaultLocale : language
  const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1]).find(Boolean)
  return isLocale(locale) ? { locale, weight: quality === undefined ? 1 : Number(quality) } : { weight: 0 }
}
