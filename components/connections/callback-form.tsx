'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { FormErrors } from '@/components/ui/form-errors'
import { RadioGroup } from '@/components/ui/radio-group'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { SectionCard } from '@/components/ui/section-card'
import { TextField } from '@/components/ui/text-field'
import {
  type CallbackView,
  type ConnectionFailure,
  callbackDayLimits,
  callbackPolicies,
  callbackSenders,
} from '@/lib/connections/contract'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { CallbackAddress } from './callback-address'

/** What became of telling the Lock Server; null = there was nothing to tell. */
export type ToldLogin = { ok: true } | { ok: false; failure: ConnectionFailure | null } | null

export interface SentCallback extends Pick<CallbackView, 'on' | 'policy' | 'days' | 'sender'> {
  newPart?: boolean
}

export interface CallbackFormProps {
  callback: CallbackView
  readOnly: boolean
  save: (sent: SentCallback) => Promise<ActionResult<{ callback: CallbackView; login: ToldLogin }>>
  words: (refusal: Refusal | null) => RefusalWords | null
}

const settingsOf = ({ on, policy, days, sender }: CallbackView): SentCallback => ({ on, policy, days, sender })

/** Keys that other systems share (2.5.2, R16, R17): whether they may call, who, and what they are answered. */
export function CallbackForm({ callback: first, readOnly, save, words }: CallbackFormProps) {
  const t = useTranslations('connections.callback')
  const [saved, setSaved] = useState(first)
  const [draft, setDraft] = useState({ ...settingsOf(first), days: String(first.days) })
  const [refusal, setRefusal] = useState<{ of: 'save' | 'part'; refusal: Refusal } | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState<'save' | 'part' | null>(null)
  const [asking, setAsking] = useState(false)
  const [login, setLogin] = useState<ToldLogin | undefined>(undefined)
  const told = words(refusal?.of === 'save' ? refusal.refusal : null)
  const partTold = words(refusal?.of === 'part' ? refusal.refusal : null)
  const change = (part: Partial<typeof draft>) => setDraft((typed) => ({ ...typed, ...part }))

  async function send(of: 'save' | 'part', sent: SentCallback): Promise<boolean> {
    if (busy) return false
    setBusy(of)
    setLogin(undefined)
    const done = await save(sent).catch(() => null)
    setBusy(null)
    if (!done?.ok) {
      setRefusal({ of, refusal: done?.error ?? { code: 'unexpected', requestId: '' } })
      setAttempt((n) => n + 1)
      return false
    }
    setRefusal(null)
    setSaved(done.data.callback)
    setLogin(done.data.login)
    return true
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const days = draft.days.trim() === '' ? Number.NaN : Number(draft.days)
    // Hidden numbers are not asked for again.
    await send('save', { ...draft, days: draft.policy === 'accept-known' ? days : saved.days })
  }

  async function makePart() {
    // What is typed and not saved stays typed and not saved.
    if (await send('part', { ...settingsOf(saved), newPart: true })) setAsking(false)
  }

  const unsafe = !saved.mayRegister
  const limit = draft.policy === 'accept-known'
  return (
    <form onSubmit={submit} noValidate className="flex max-w-3xl flex-col gap-4">
      <FormErrors attempt={attempt} fieldCount={told?.fieldCount ?? 0} title={told?.title}>
        {told?.next}
      </FormErrors>
      {login !== undefined && <Told login={login} on={saved.on} />}
      {unsafe && (
        <Banner tone="attention" title={t('unsafe.title')}>
          {t('unsafe.text')}
        </Banner>
      )}
      <SectionCard title={t('sections.address')}>
        <CallbackAddress
          callback={saved}
          busy={busy === 'part'}
          onNewPart={!readOnly && saved.sender === 'path' ? () => setAsking(true) : null}
        />
      </SectionCard>
      <SectionCard title={t('sections.calls')}>
        <div className="flex flex-col gap-5">
          <Checkbox
            label={t('on')}
            hint={unsafe && !draft.on ? t('onUnsafe') : t('onHint')}
            checked={draft.on}
            disabled={readOnly || (unsafe && !draft.on)}
            onChange={(event) => change({ on: event.target.checked })}
          />
          <RadioGroup
            legend={t('sender')}
            name="sender"
            value={draft.sender}
            onValueChange={(value) => change({ sender: callbackSenders.find((one) => one === value) ?? draft.sender })}
            options={callbackSenders.map((one) => ({
              value: one,
              label: t(`senders.${one}`),
              hint: t(`senderHints.${one}`),
              disabled: readOnly && one !== draft.sender,
            }))}
          />
        </div>
      </SectionCard>
      <SectionCard title={t('sections.answer')}>
        <div className="flex flex-col gap-4">
          <RadioGroup
            legend={t('policy')}
            hint={t('policyHint')}
            name="policy"
            value={draft.policy}
            onValueChange={(value) => change({ policy: callbackPolicies.find((one) => one === value) ?? draft.policy })}
            options={callbackPolicies.map((one) => ({
              value: one,
              label: t(`policies.${one}`),
              hint: t(`policyHints.${one}`),
              disabled: readOnly && one !== draft.policy,
            }))}
          />
          {limit && (
            <TextField
              label={t('days')}
              hint={t('daysHint')}
              type="number"
              inputMode="numeric"
              {...callbackDayLimits}
              inputClassName="max-w-28"
              value={draft.days}
              onChange={(event) => change({ days: event.target.value })}
              error={told?.field('days')}
              readOnly={readOnly}
            />
          )}
        </div>
      </SectionCard>
      {!readOnly && (
        <Button type="submit" tone="primary" busy={busy === 'save'} className="self-start">
          {t('save')}
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={makePart}
        title={t('newPart.title')}
        confirmLabel={t('newPart.confirm')}
        danger
        busy={busy === 'part'}
        error={partTold}
      >
        <p>{t('newPart.text')}</p>
      </ConfirmDialog>
    </form>
  )
}

/** The setting holds either way; whether the Lock Server knows of it is another question. */
function Told({ login, on }: { login: ToldLogin; on: boolean }) {
  const t = useTranslations('connections')
  if (login === null) return <Banner live title={t('callback.told.nothing')} />
  if (login.ok) {
    return (
      <Banner tone="ok" live title={t('callback.told.ok')}>
        {t(on ? 'callback.told.on' : 'callback.told.off')}
      </Banner>
    )
  }
  return (
    <Banner tone="attention" live title={t('callback.told.failed')}>
      {login.failure && <p>{t(`failures.${login.failure}`)}</p>}
      <p>{t(on ? 'callback.told.later' : 'callback.told.laterOff')}</p>
    </Banner>
  )
}
