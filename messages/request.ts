import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { languageCookie } from '@/lib/auth/language-cookie'
import { keptPublicUrl } from '@/lib/env/public-url'
import { english } from './english'
import { german } from './german'
import { preferredLocale } from './locales'

const catalogues = { en: english, de: german }

export default getRequestConfig(async () => {
  const [jar, sent] = await Promise.all([cookies(), headers()])
  const locale = preferredLocale(jar.get(languageCookie(keptPublicUrl()).name)?.value, sent.get('accept-language'))
  // Times are formatted in a property's zone by whoever shows them; UTC only keeps the server's own zone out.
  return { locale, messages: catalogues[locale], timeZone: 'UTC' }
})
