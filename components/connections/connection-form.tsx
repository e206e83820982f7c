'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { FormErrors } from '@/components/ui/form-errors'
import { RadioGroup } from '@/components/ui/radio-group'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { SectionCard } from '@/components/ui/section-card'
import { TextField } from '@/components/ui/text-field'
import { type ConnectionTest, type ConnectionView, heartbeatLimits, pathStyles } from '@/lib/connections/contract'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { Instant } from '@/lib/time/clock'
import {
  type ConnectionDraft,
  draftOf,
  isChanged,
  isPlainHttp,
  rebased,
  type SentConnection,
  sentOf,
  sha256Line,
} from './connection-draft'
import { type Tested, TestPanel } from './test-panel'
import { TrustFields } from './trust-fields'

export interface ConnectionFormProps {
  saved: ConnectionView | null
  timeZone: string
  /** When the page was read: judges a certificate's validity. */
  now: Instant
  readOnly: boolean
  save: (sent: SentConnection) => Promise<ActionResult<ConnectionView>>
  /** With `sent`, unsaved settings. */
  test: (sent?: SentConnection) => Promise<ActionResult<ConnectionTest>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onSaved: () => void
}

const fault: Refusal = { code: 'unexpected', requestId: '' }

/** The property's Lock Server (R1, R2, R12, R18, R21), and *Test connection* with what is typed. */
export function ConnectionForm({ saved: first, timeZone, now, readOnly, ...does }: ConnectionFormProps) {
  const t = useTranslations('connections')
  const [saved, setSaved] = useState(first)
  const [draft, setDraft] = useState(() => draftOf(first))
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState<'save' | 'test' | null>(null)
  const [tested, setTested] = useState<Tested | null>(null)
  const told = does.words(refusal)
  if (first && first.changedAt > (saved?.changedAt ?? 0)) {
    setSaved(first)
    setDraft(rebased(draft, saved, first))
  }
  const change = (part: Partial<ConnectionDraft>) => setDraft((typed) => ({ ...typed, ...part }))

  async function ask<T>(what: 'save' | 'test', call: () => Promise<ActionResult<T>>): Promise<T | null> {
    if (busy) return null
    setBusy(what)
    const done = await call().catch(() => null)
    setBusy(null)
    if (done?.ok) {
      setRefusal(null)
      return done.data
    }
    setRefusal(done?.error ?? fault)
    setAttempt((n) => n + 1)
    return null
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const view = await ask('save', () => does.save(sentOf(draft, saved)))
    if (!view) return
    setSaved(view)
    setDraft(draftOf(view))
    does.onSaved()
  }

  /** What is taken over from a test is typed for the person, and asked again at once; nothing is saved by it. */
  async function runTest(taken: Partial<ConnectionDraft> = {}) {
    const typed = { ...draft, ...taken }
    setDraft(typed)
    setTested(null)
    const test = await ask('test', () => (readOnly ? does.test() : does.test(sentOf(typed, saved))))
    if (test) setTested({ test, pathStyle: typed.pathStyle })
  }

  const changedCertificate = refusal?.code === 'certificate-not-trusted'
  const field = (name: 'baseUrl' | 'prefix' | 'account' | 'username' | 'deviceMac') => ({
    label: t(`fields.${name}`),
    value: draft[name],
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
    error: told?.field(name),
    readOnly,
    autoComplete: 'off',
    spellCheck: false,
  })
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <FormErrors attempt={attempt} fieldCount={told?.fieldCount ?? 0} title={told?.title}>
          {told?.next}
        </FormErrors>
        <SectionCard title={t('sections.address')}>
          <div className="flex flex-col gap-4">
            <TextField {...field('baseUrl')} inputMode="url" hint={t('hints.baseUrl')} />
            <TextField {...field('prefix')} hint={t('hints.prefix')} />
            <RadioGroup
              legend={t('fields.pathStyle')}
              hint={readOnly ? undefined : t('hints.pathStyle')}
              name="pathStyle"
              value={draft.pathStyle}
              onValueChange={(value) =>
                change({ pathStyle: pathStyles.find((style) => style === value) ?? draft.pathStyle })
              }
              options={pathStyles.map((style) => ({
                value: style,
                label: t(`test.styles.${style}`),
                hint: t(`styleHints.${style}`),
                disabled: readOnly && style !== draft.pathStyle,
              }))}
            />
            {draft.pathStyle === 'servers' && (
              <TextField {...field('account')} aside={t('optional')} hint={t('hints.account')} />
            )}
          </div>
        </SectionCard>
        <SectionCard title={t('sections.login')}>
          <div className="flex flex-col gap-4">
            <TextField {...field('username')} />
            {!readOnly && (
              <TextField
                label={t('fields.password')}
                hint={saved ? t('hints.passwordSet') : undefined}
                type="password"
                autoComplete="new-password"
                value={draft.password}
                onChange={(event) => change({ password: event.target.value })}
                error={told?.field('password')}
              />
            )}
            <TextField {...field('deviceMac')} hint={t('hints.deviceMac')} />
          </div>
        </SectionCard>
        <SectionCard title={t('sections.trust')}>
          {isPlainHttp(draft.baseUrl) ? (
            <p className="text-soft">{t('trust.plain')}</p>
          ) : (
            <TrustFields
              draft={draft}
              change={change}
              storedCa={saved?.trust === 'ca' ? saved.trustedSha256 : null}
              readOnly={readOnly}
              errors={{
                pem: told?.field('trust.pem'),
                sha256: changedCertificate ? t('trust.other') : told?.field('trust.sha256'),
              }}
            />
          )}
        </SectionCard>
        <SectionCard title={t('sections.clocks')}>
          <div className="flex flex-col gap-4">
            <Checkbox
              label={t('fields.localTime')}
              hint={t('hints.localTime', { timeZone: timeZone.replaceAll('_', ' ') })}
              checked={draft.localTime}
              disabled={readOnly}
              onChange={(event) => change({ localTime: event.target.checked })}
            />
            <TextField
              label={t('fields.heartbeat')}
              hint={t('hints.heartbeat')}
              type="number"
              inputMode="decimal"
              min={heartbeatLimits.min / 1000}
              max={heartbeatLimits.max / 1000}
              inputClassName="max-w-36"
              value={draft.heartbeatSeconds}
              onChange={(event) => change({ heartbeatSeconds: event.target.value })}
              error={told?.field('heartbeatMs')}
              readOnly={readOnly}
            />
          </div>
        </SectionCard>
        {!readOnly && (
          <Button type="submit" tone="primary" busy={busy === 'save'} className="self-start">
            {t('save')}
          </Button>
        )}
      </form>
      <TestPanel
        tested={tested}
        busy={busy === 'test'}
        unsaved={!readOnly}
        toSave={!readOnly && isChanged(draft, saved)}
        timeZone={timeZone}
        now={now}
        onTest={saved === null && readOnly ? null : () => runTest()}
        onTrust={readOnly ? null : ({ sha256 }) => runTest({ trust: 'pinned', sha256: sha256Line(sha256) })}
        onUseStyle={readOnly ? null : (pathStyle) => runTest({ pathStyle })}
      />
    </div>
  )
}
