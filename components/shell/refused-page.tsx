import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'
import type { Role } from '@/lib/access/permissions'

/** In a page's place when one's roles do not include it: says who may. */
export function RefusedPage({ roles }: { roles: readonly Role[] }) {
  const t = useTranslations()
  return (
    <>
      <h1 className="sr-only">{t('errors.not-allowed.title')}</h1>
      <EmptyState icon="lock" title={t('errors.not-allowed.title')}>
        {roles.length > 0 && (
          <p>{t('shell.refused.who', { roles: roles.map((role) => t(`shell.roles.${role}`)).join(', ') })}</p>
        )}
      </EmptyState>
    </>
  )
}
