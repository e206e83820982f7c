import type { ErrorCode } from '@/lib/errors/codes'
import type { english } from './english'
import type { german } from './german'
import type { Locale as OurLocale } from './locales'

declare module 'next-intl' {
  interface AppConfig {
    Locale: OurLocale
    Messages: typeof english
  }
}

/** What a person reads when a verb refuses: what happened and, where there is one, the next step. */
type ErrorWords = Record<ErrorCode, { title: string; next: string }>

/** Does not compile when an error code has no words, or when German lacks a key that English has. */
export type Complete = [Holds<typeof english.errors, ErrorWords>, Holds<typeof german, typeof english>]
type Holds<Words extends Needed, Needed> = Words
