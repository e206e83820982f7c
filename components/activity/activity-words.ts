import type { useTranslations } from 'next-intl'

/** The catalogues that a line is made of. */
export interface ActivityWords {
  activity: ReturnType<typeof useTranslations<'activity'>>
  instructions: ReturnType<typeof useTranslations<'instructions'>>
  reasons: ReturnType<typeof useTranslations<'reasons'>>
  sharedKeys: ReturnType<typeof useTranslations<'sharedKeys'>>
  roles: ReturnType<typeof useTranslations<'shell.roles'>>
}
