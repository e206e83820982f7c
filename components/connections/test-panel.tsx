import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { SectionCard } from '@/components/ui/section-card'
import { Spinner } from '@/components/ui/spinner'
import type { CertificateView, ConnectionTest } from '@/lib/connections/contract'
import type { PathStyle } from '@/lib/lock-server/contract'
import type { Instant } from '@/lib/time/clock'
import { TestResult } from './test-result'

export interface Tested {
  test: ConnectionTest
  /** The style that was asked for. */
  pathStyle: PathStyle
}

export interface TestPanelProps {
  tested: Tested | null
  busy: boolean
  /** What is typed is tested, not what is saved. */
  unsaved: boolean
  /** What is typed differs from what is saved. */
  toSave: boolean
  timeZone: string
  now: Instant
  onTest: (() => void) | null
  onTrust: ((certificate: CertificateView) => void) | null
  onUseStyle: ((style: PathStyle) => void) | null
}

/** Stands beside the form and stays in sight while it scrolls. */
export function TestPanel({
  tested,
  busy,
  unsaved,
  toSave,
  timeZone,
  now,
  onTest,
  onTrust,
  onUseStyle,
}: TestPanelProps) {
  const t = useTranslations('connections.test')
  const works = tested?.test.login.ok && tested.test.fittingPathStyle === tested.pathStyle
  return (
    <SectionCard title={t('title')} className="lg:sticky lg:top-16">
      <div className="flex flex-col gap-3">
        <p className="text-soft">{unsaved ? t('introUnsaved') : t('intro')}</p>
        {onTest && (
          <Button busy={busy} onClick={onTest} icon="refresh" className="self-start">
            {t('run')}
          </Button>
        )}
        <div role="status" aria-live="polite" className="flex flex-col gap-3 empty:hidden">
          {busy && (
            <p className="flex items-center gap-2 text-soft">
              <Spinner />
              {t('asking')}
            </p>
          )}
          {tested && !busy && <TestResult {...tested} {...{ timeZone, now, onTrust, onUseStyle }} />}
          {works && !busy && toSave && <p className="font-medium">{t('notSaved')}</p>}
        </div>
      </div>
    </SectionCard>
  )
}
