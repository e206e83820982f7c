'use client'

import { useTranslations } from 'next-intl'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { roles } from '@/lib/access/permissions'
import type { Refusal } from '@/lib/errors/contract'

/** A refusal in the reader's language. Without one: no words, no marks. */
export function useRefusalWords(): (refusal: Refusal | null) => RefusalWords | null {
  const t = useTranslations()
  return (refusal) => {
    if (!refusal) return null
    const { code, fields = {}, details = {} } = refusal
    const told = details.roles
    const may = Array.isArray(told) ? roles.filter((role) => told.includes(role)) : []
    const who =
      may.length > 0
        ? ` ${t('shell.refused.who', { roles: may.map((role) => t(`shell.roles.${role}`)).join(', ') })}`
        : ''
    return {
      title: t(`errors.${code}.title`),
      next:
        t(`errors.${code}.next`, {
          seconds: typeof details.seconds === 'number' ? details.seconds : 60,
          left: typeof details.left === 'number' ? details.left : 1,
        }) + who,
      fieldCount: Object.keys(fields).length,
      field(name) {
        const fault = fields[name]
        if (fault === undefined) return undefined
        // A fault without words of its own is told as one that cannot be used.
        const key = `faults.${fault}` as 'faults.invalid'
        return t.has(key) ? t(key) : t('faults.invalid')
      },
    }
  }
}
