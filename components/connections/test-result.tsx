import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Disclosure } from '@/components/ui/disclosure'
import { StatusWord } from '@/components/ui/status-word'
import type { Tone } from '@/components/ui/tone'
import type { CertificateView, ConnectionTest, ListTest, TestFailure } from '@/lib/connections/contract'
import type { PathStyle } from '@/lib/lock-server/contract'
import type { Instant } from '@/lib/time/clock'
import { CertificateFacts } from './certificate-facts'
import { clockWords, mayPin } from './test-reading'

export interface TestResultProps {
  test: ConnectionTest
  /** The style that was asked for. */
  pathStyle: PathStyle
  timeZone: string
  now: Instant
  /** Null for who may only look. */
  onTrust: ((certificate: CertificateView) => void) | null
  onUseStyle: ((style: PathStyle) => void) | null
}

/** What *Test connection* found, line by line; what failed is told in words, the vendor's own in the details. */
export function TestResult({ test, pathStyle, timeZone, now, onTrust, onUseStyle }: TestResultProps) {
  const t = useTranslations('connections.test')
  const fits = test.fittingPathStyle
  const { certificate, login } = test
  const trustable = mayPin(test, now)
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col divide-y divide-line">
        <Line term={t('login')}>
          {login.ok ? <StatusWord tone="ok">{t('loginOk')}</StatusWord> : <Failed {...login} />}
        </Line>
        <Line term={t('locks')}>
          <ListLine list={test.locks} ok={(n) => t('locksFound', { n })} />
        </Line>
        <Line term={t('gateways')}>
          <ListLine list={test.gateways} ok={(n) => t('gatewaysFound', { n })} />
        </Line>
        {fits !== null && (
          <Line term={t('style')}>
            {fits === pathStyle ? (
              <StatusWord tone="ok">{t('styleFits')}</StatusWord>
            ) : (
              <span className="flex flex-wrap items-center gap-2">
                <StatusWord tone="attention">{t('otherStyle', { style: t(`styles.${fits}`) })}</StatusWord>
                {onUseStyle && (
                  <Button size="small" onClick={() => onUseStyle(fits)}>
                    {t('useStyle')}
                  </Button>
                )}
              </span>
            )}
          </Line>
        )}
        {login.ok && (
          <Line term={t('clock')}>
            <ClockLine differenceMs={test.clockDifferenceMs} />
          </Line>
        )}
      </ul>
      {certificate && (
        <section className="flex flex-col gap-3 rounded-md border border-line p-3">
          <h3 className="font-semibold">{t('certificate')}</h3>
          <CertificateFacts {...{ certificate, timeZone, now }} compare={trustable} />
          {trustable && onTrust && (
            <Button tone="primary" className="self-start" onClick={() => onTrust(certificate)}>
              {t('trust')}
            </Button>
          )}
        </section>
      )}
    </div>
  )
}

function Line({ term, children }: { term: string; children: ReactNode }) {
  return (
    <li className="flex flex-col gap-x-3 py-1.5 sm:flex-row">
      <span className="shrink-0 text-soft sm:w-28">{term}</span>
      <div className="min-w-0 grow">{children}</div>
    </li>
  )
}

function Failed({ failure, vendorMessage }: { failure: TestFailure; vendorMessage: string | null }) {
  const t = useTranslations('connections')
  const tone: Tone = failure === 'not-tried' ? 'neutral' : failure === 'wrong-path-style' ? 'attention' : 'problem'
  return (
    <>
      <StatusWord tone={tone}>{t(`failures.${failure}`)}</StatusWord>
      {vendorMessage && (
        <Disclosure summary={t('vendorWords')}>
          <p className="font-mono text-sm break-words whitespace-pre-wrap">{vendorMessage}</p>
        </Disclosure>
      )}
    </>
  )
}

function ListLine({ list, ok }: { list: ListTest; ok: (n: number) => string }) {
  const t = useTranslations('connections.test')
  if (!('count' in list)) return <Failed {...list} />
  return (
    <>
      <StatusWord tone="ok">{ok(list.count)}</StatusWord>
      {list.unusable.length > 0 && (
        <p className="text-sm text-soft">
          {t('unusable', { n: list.unusable.length, names: list.unusable.slice(0, 5).join(', ') })}
        </p>
      )}
    </>
  )
}

function ClockLine({ differenceMs }: { differenceMs: number | null }) {
  const t = useTranslations('connections.test')
  const { tone, key, seconds } = clockWords(differenceMs)
  const { n, unit } =
    seconds < 120
      ? ({ n: seconds, unit: 'seconds' } as const)
      : ({ n: Math.round(seconds / 60), unit: 'minutes' } as const)
  return (
    <StatusWord tone={tone}>
      {key === 'ahead' || key === 'behind'
        ? t(`clocks.${key}`, { time: t(`clocks.${unit}`, { n }) })
        : t(`clocks.${key}`)}
    </StatusWord>
  )
}
