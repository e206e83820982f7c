'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { OwnFactors } from '@/lib/staff/contract'
import { sayWholeMoment } from '@/lib/time/say-moment'
import type { AddedFactor, DrawnTotp, FactorActions } from './factor-actions'
import { PasskeyPart } from './passkey-part'
import { RecoveryCodesDialog } from './recovery-codes-dialog'
import { TotpDialog } from './totp-dialog'

export interface FactorPanelProps {
  factors: OwnFactors
  zone: string
  publicUrl: string
  actions: FactorActions
  words: (refusal: Refusal | null) => RefusalWords | null
  /** Something changed, in words for the person. */
  onChanged: (text: string) => void
}

type Passkey = OwnFactors['passkeys'][number]
type Question = { about: 'app' } | { about: 'recovery' } | { about: 'passkey'; passkey: Passkey }

/** One's own second factor: authenticator app, recovery codes, passkeys. */
export function FactorPanel({ factors, zone, publicUrl, actions, words, onChanged }: FactorPanelProps) {
  const t = useTranslations('staff.factor')
  const locale = useLocale()
  const when = (at: number) => sayWholeMoment(at, { zone, locale })
  const [draft, setDraft] = useState<DrawnTotp | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [question, setQuestion] = useState<Question | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const told = words(refusal)
  const { totpSince, passkeys, recoveryCodesLeft, standing } = factors

  /** Runs what was pressed; a refusal is told, `undefined` comes back. */
  async function press<T>(run: () => Promise<ActionResult<T>>): Promise<T | undefined> {
    setBusy(true)
    const done = await run().catch(() => null)
    setBusy(false)
    setRefusal(done ? (done.ok ? null : done.error) : { code: 'unexpected', requestId: '' })
    return done?.ok ? done.data : undefined
  }
  async function begin() {
    const made = await press(actions.draftTotp)
    if (made) setDraft(made)
  }
  function added(text: string, { recoveryCodes }: AddedFactor) {
    setDraft(null)
    setCodes(recoveryCodes)
    onChanged(text)
  }
  function ask(next: Question | null) {
    setRefusal(null)
    setQuestion(next)
  }
  async function answer(asked: Question) {
    if (asked.about === 'recovery') {
      const made = await press(actions.makeRecoveryCodes)
      if (!made) return
      setQuestion(null)
      setCodes(made.recoveryCodes)
      return
    }
    const done =
      asked.about === 'app'
        ? await press(async () => asDone(await actions.removeTotp()))
        : await press(async () => asDone(await actions.removePasskey(asked.passkey.id)))
    if (!done) return
    setQuestion(null)
    onChanged(t(asked.about === 'app' ? 'app.removed' : 'passkeys.removed'))
  }

  const parts = { app: 'app', recovery: 'recovery', passkey: 'passkeys' } as const
  const name = question?.about === 'passkey' ? question.passkey.name : ''
  return (
    <div className="flex flex-col gap-5">
      <p className="text-soft">
        {t('intro')}
        {standing.state === 'missing' && ` ${t('needed')}`}
        {standing.state === 'until' && ` ${t('until', { date: when(standing.at) })}`}
      </p>
      {told && !question && (
        <Banner tone="problem" live title={told.title}>
          {told.next}
        </Banner>
      )}
      <section className="flex flex-col gap-2">
        <h3 className="font-medium">{t('app.title')}</h3>
        <p>{totpSince === null ? t('app.none') : t('app.since', { when: when(totpSince) })}</p>
        <div className="flex flex-wrap gap-2">
          <Button busy={busy && !question} tone={standing.state === 'yes' ? 'plain' : 'primary'} onClick={begin}>
            {t(totpSince === null ? 'app.setUp' : 'app.replace')}
          </Button>
          {totpSince !== null && <Button onClick={() => ask({ about: 'app' })}>{t('app.remove')}</Button>}
        </div>
      </section>
      {standing.state === 'yes' && (
        <section className="flex flex-col items-start gap-2">
          <h3 className="font-medium">{t('recovery.title')}</h3>
          <p>{t('recovery.left', { n: recoveryCodesLeft })}</p>
          <Button onClick={() => ask({ about: 'recovery' })}>{t('recovery.make')}</Button>
        </section>
      )}
      <PasskeyPart
        passkeys={passkeys}
        publicUrl={publicUrl}
        ask={actions.askNewPasskey}
        add={actions.addPasskey}
        when={when}
        words={words}
        onAdded={(made) => added(t('passkeys.done', { n: made.sessionsEnded }), made)}
        onRemove={(passkey) => ask({ about: 'passkey', passkey })}
      />
      {draft && (
        <TotpDialog
          made={draft}
          confirm={actions.confirmTotp}
          words={words}
          onDone={(made) => added(t('app.done', { n: made.sessionsEnded }), made)}
          onClose={() => setDraft(null)}
        />
      )}
      {codes && <RecoveryCodesDialog codes={codes} onClose={() => setCodes(null)} />}
      {question && (
        <ConfirmDialog
          open
          onClose={() => ask(null)}
          onConfirm={() => answer(question)}
          title={
            question.about === 'recovery'
              ? t('recovery.makeTitle')
              : t(`${parts[question.about]}.removeTitle`, { name })
          }
          confirmLabel={question.about === 'recovery' ? t('recovery.make') : t(`${parts[question.about]}.remove`)}
          danger
          busy={busy}
          error={told}
        >
          <p>{question.about === 'recovery' ? t('recovery.makeText') : t(`${parts[question.about]}.removeText`)}</p>
        </ConfirmDialog>
      )}
    </div>
  )
}

/** What returns nothing counts as done. */
function asDone(result: ActionResult<unknown>): ActionResult<true> {
  return result.ok ? { ok: true, data: true } : result
}
