import type { useTranslations } from 'next-intl'
import { isRole } from '@/lib/access/permissions'
import type { NoticeView } from '@/lib/notices/contract'
import { isBuiltInReason } from '@/lib/properties/contract'

type Words = ReturnType<typeof useTranslations<never>>

/** A notice as one sentence in the reader's words. */
export function sayNotice(t: Words, { kind, actorLabel, subjectLabel, roles, doorLabel }: NoticeView): string {
  return t(`notices.says.${kind}`, {
    person: actorLabel,
    subject: subjectLabel ?? '',
    door: doorLabel ?? '',
    roles: roles.map((role) => (isRole(role) ? t(`shell.roles.${role}`) : role)).join(', '),
  })
}

/** A code of the built-in reasons, or a property's own text. */
export const sayReason = (t: Words, reason: string): string =>
  isBuiltInReason(reason) ? t(`reasons.${reason}`) : reason
