'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useEffect, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { TextField } from '@/components/ui/text-field'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { Proof } from '@/lib/staff/contract'
import { answerWithPasskey, type PasskeyQuestion, usePasskeysHere } from './use-passkey'
import { postSignIn, type SignInAnswer } from './use-sign-in'
import { readStanding } from './use-standing'

/** `again` = a proof, for R; `signed-out` = the session ended while something was being done. */
export type StepUpKind = 'again' | 'signed-out'

export interface StepUpDialogProps {
  kind: StepUpKind
  /** A PIN does not prove enough for it. */
  withoutPin: boolean
  email: string
  /** What the person can prove with besides the password. */
  factors: { totp: boolean; passkeys: boolean }
  signInAgain: (proof: Proof) => Promise<ActionResult<unknown>>
  askPasskey: () => Promise<ActionResult<PasskeyQuestion>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onLeave: (proved: boolean) => void
  /** Signed in anew, as whomever. */
  onSignedIn: (personId: string) => void
}

/** What is typed: `second` follows a right password when one was signed out. */
type Way = 'password' | 'code' | 'second' | 'pin'

/** Asks for the password, or what stands in for it, in place; what stood on the page stays. */
export function StepUpDialog(props: StepUpDialogProps) {
  const { kind, withoutPin, email, factors, signInAgain, askPasskey, words, onLeave, onSignedIn } = props
  const t = useTranslations('shell.stepUp')
  const id = useId()
  const [way, setWay] = useState<Way>('password')
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const passkeysHere = usePasskeysHere()
  const told = words(refusal)
  const [pin, setPin] = useState(false)
  const mayPin = kind === 'again' && !withoutPin

  useEffect(() => {
    if (!mayPin) return
    const take = (ready: boolean) => {
      setPin(ready)
      // Only where nothing was typed meanwhile.
      if (ready && fieldOf(id)?.value === '') setWay('pin')
    }
    readStanding().then(
      (answer) => take(answer.ok && answer.standing.pin.standing === 'ready'),
      () => {},
    )
  }, [mayPin, id])

  async function tell(work: Promise<SignInAnswer>) {
    setBusy(true)
    const answer = await work.catch((): SignInAnswer => ({ error: noAnswer }))
    setBusy(false)
    const refused = answer.error
    if (!refused) return answer.personId === undefined ? onLeave(true) : onSignedIn(answer.personId)
    // No refusal, but the next question.
    const next = refused.code === 'second-factor-needed'
    if (next) setWay('second')
    if (refused.code === 'sign-in-ended' || (way === 'pin' && refused.code !== 'pin-wrong')) setWay('password')
    setRefusal(next ? null : refused)
    if (!next) setAttempt(attempt + 1)
  }

  function prove(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '')
    void tell(
      kind === 'signed-out'
        ? postSignIn(way === 'second' ? { code: text('code') } : fieldsOf(text))
        : again(proofOf(text)),
    )
  }
  const fieldsOf = (text: (name: string) => string) => ({ email: text('email') || email, password: text('password') })
  const proofOf = (text: (name: string) => string): Proof =>
    way === 'pin' ? { pin: text('pin') } : way === 'code' ? { code: text('code') } : { password: text('password') }

  async function again(proof: Proof): Promise<SignInAnswer> {
    const done = await signInAgain(proof)
    return done.ok ? {} : { error: done.error }
  }
  async function passkey(): Promise<SignInAnswer> {
    const question = await askPasskey()
    if (!question.ok) return { error: question.error }
    const answer = await answerWithPasskey(question.data)
    return answer ? again({ passkey: answer }) : { error: { code: 'passkey-refused', requestId: '' } }
  }
  function turnTo(next: Way) {
    setRefusal(null)
    setWay(next)
  }

  return (
    <Dialog
      open
      size="small"
      onClose={() => onLeave(false)}
      title={t(way === 'pin' ? 'pinTitle' : `${kind}.title`)}
      description={t(way === 'second' ? 'secondStep' : `${kind}.description`)}
      footer={
        <>
          <Button onClick={() => onLeave(false)}>{t('leave')}</Button>
          <Button type="submit" form={id} tone="primary" busy={busy}>
            {t(`${kind}.submit`)}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={prove} className="flex flex-col gap-4">
        <FormErrors attempt={attempt} title={(way === 'pin' || told?.fieldCount === 0) && told?.title}>
          {told?.next}
        </FormErrors>
        {way !== 'second' && (
          <TextField
            label={t('email')}
            name="email"
            type="email"
            autoComplete="username"
            defaultValue={email}
            readOnly={kind === 'again'}
          />
        )}
        {way === 'password' ? (
          <TextField
            key="password"
            data-autofocus
            autoFocus
            label={t('password')}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            error={told?.field('password')}
          />
        ) : way === 'pin' ? (
          <TextField
            key={`pin-${attempt}`}
            data-autofocus
            autoFocus
            label={t('pin')}
            name="pin"
            type="password"
            inputMode="numeric"
            autoComplete="off"
            maxLength={6}
            required
            inputClassName="font-mono"
            error={told?.field('pin')}
          />
        ) : (
          <TextField
            key={`code-${attempt}`}
            data-autofocus
            autoFocus
            label={t('code')}
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            required
            inputClassName="font-mono"
            error={told?.field('code')}
          />
        )}
        {kind === 'again' && (
          <div className="flex flex-wrap gap-2">
            {(way === 'code' || way === 'pin') && (
              <Button size="small" onClick={() => turnTo('password')}>
                {t('usePassword')}
              </Button>
            )}
            {way !== 'code' && factors.totp && (
              <Button size="small" onClick={() => turnTo('code')}>
                {t('useCode')}
              </Button>
            )}
            {pin && way !== 'pin' && (
              <Button size="small" onClick={() => turnTo('pin')}>
                {t('usePin')}
              </Button>
            )}
            {factors.passkeys && passkeysHere && (
              <Button size="small" onClick={() => void tell(passkey())}>
                {t('usePasskey')}
              </Button>
            )}
          </div>
        )}
      </form>
    </Dialog>
  )
}

const fieldOf = (form: string) => document.querySelector<HTMLInputElement>(`form[id="${form}"] [name=password]`)

/** The request itself failed; the words are those of an unexpected error. */
const noAnswer: Refusal = { code: 'unexpected', requestId: '' }
