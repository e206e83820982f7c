'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { Proof, SessionStanding } from '@/lib/staff/contract'
import { passkeysPossible } from '@/lib/staff/rules'
import { type ProofField, ProofForm } from './proof-form'
import { answerWithPasskey, type PasskeyQuestion, usePasskeysHere } from './use-passkey'
import { postSignIn, postSwitch, type SignInAnswer } from './use-sign-in'
import { readStanding } from './use-standing'

export interface UnlockPanelProps {
  /** Whose page it is. */
  person: { personId: string; name: string; email: string }
  signInAgain: (proof: Proof) => Promise<ActionResult<unknown>>
  askPasskey: () => Promise<ActionResult<PasskeyQuestion>>
  /** For whoever signs in, as on the sign-in page. */
  askPasskeyToSignIn: (second: boolean) => Promise<ActionResult<PasskeyQuestion>>
  /** What must have happened before the server is asked how it stands. */
  prepare?: () => Promise<void>
  words: (refusal: Refusal | null) => RefusalWords | null
  /** The same person goes on. */
  onUnlocked: () => void
  /** Somebody else is signed in now; `to` = where a sign-in leads. */
  onSwitched: (to: string) => void
}

type Other = SessionStanding['others'][number]
type Step =
  | { at: 'own'; way: 'pin' | 'password' | 'code' }
  | { at: 'others' }
  | { at: 'pin-of'; other: Other }
  /** `own` = the same person, all of it: what makes a PIN count again. */
  | { at: 'sign-in'; second: boolean; own?: boolean }

const noAnswer: Refusal = { code: 'unexpected', requestId: '' }

/** What opens a locked screen: its person's proof, the PIN of who goes on here, or a full sign-in. */
export function UnlockPanel(props: UnlockPanelProps) {
  const { person, signInAgain, askPasskey, askPasskeyToSignIn, prepare, words, onUnlocked, onSwitched } = props
  const t = useTranslations('shell.lock')
  const stepUp = useTranslations('shell.stepUp')
  const [standing, setStanding] = useState<SessionStanding | 'waiting' | 'failed' | 'signed-out'>('waiting')
  const [step, setStep] = useState<Step>({ at: 'own', way: 'password' })
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const passkeysHere = usePasskeysHere()
  const newest = useRef({ prepare, onUnlocked, onSwitched })
  useEffect(() => {
    newest.current = { prepare, onUnlocked, onSwitched }
  })

  const read = useCallback(async () => {
    const answer = await (newest.current.prepare?.() ?? Promise.resolve()).then(readStanding).catch(() => null)
    if (!answer) return setStanding('failed')
    if (!answer.ok) {
      setStep({ at: 'sign-in', second: false })
      return setStanding(answer.refusal.code === 'not-signed-in' ? 'signed-out' : 'failed')
    }
    const found = answer.standing
    if (found.personId !== person.personId) return newest.current.onSwitched('/')
    if (!found.locked) return newest.current.onUnlocked()
    setStep((before) =>
      before.at === 'own' ? { at: 'own', way: found.pin.standing === 'ready' ? 'pin' : 'password' } : before,
    )
    setStanding(found)
  }, [person.personId])
  useEffect(() => void read(), [read])

  function turnTo(next: Step) {
    setRefusal(null)
    setStep(next)
  }
  /** Who proved what: the same person goes on, anybody else begins anew. */
  function goOn({ personId, to }: SignInAnswer) {
    if (personId === undefined || personId === person.personId) onUnlocked()
    else onSwitched(to ?? '/')
  }
  async function tell(work: Promise<SignInAnswer>) {
    setBusy(true)
    const answer = await work.catch((): SignInAnswer => ({ error: noAnswer }))
    setBusy(false)
    const { error } = answer
    if (!error) return goOn(answer)
    if (error.code === 'second-factor-needed') return turnTo({ at: 'sign-in', second: true })
    if (error.code === 'sign-in-ended') setStep({ at: 'sign-in', second: false })
    // The session ended meanwhile.
    if (error.code === 'not-signed-in') return read()
    const spent = error.code === 'pin-used-up' || error.code === 'full-sign-in-needed'
    // Said by the banner that stays.
    setRefusal(spent && step.at === 'own' ? null : error)
    setAttempt((before) => before + 1)
    if (spent || error.code === 'pin-not-here') await read()
  }
  const prove = async (proof: Proof): Promise<SignInAnswer> => {
    const done = await signInAgain(proof)
    return done.ok ? {} : { error: done.error }
  }
  async function passkey(
    question: ActionResult<PasskeyQuestion>,
    send: (answer: unknown) => Promise<SignInAnswer>,
  ): Promise<SignInAnswer> {
    if (!question.ok) return { error: question.error }
    const answer = await answerWithPasskey(question.data)
    return answer ? send(answer) : { error: { code: 'passkey-refused', requestId: '' } }
  }
  const ownPasskey = async () => passkey(await askPasskey(), (answer) => prove({ passkey: answer }))
  const signInWithPasskey = async (second: boolean) =>
    passkey(await askPasskeyToSignIn(second), (answer) =>
      postSignIn({ passkey: JSON.stringify(answer), ...(!second && { alone: '1' }) }),
    )

  if (standing === 'waiting') return <p role="status">{t('waiting')}</p>
  if (standing === 'failed')
    return (
      <>
        <Banner tone="problem" live title={t('failed')}>
          {t('failedNext')}
        </Banner>
        <Button onClick={() => void read()}>{t('retry')}</Button>
      </>
    )
  const known = standing === 'signed-out' ? null : standing
  const own = () => turnTo({ at: 'own', way: known?.pin.standing === 'ready' ? 'pin' : 'password' })
  const told = words(refusal)
  const form = { attempt, busy, told, submit: t(step.at === 'sign-in' ? 'signIn' : 'unlock') }

  if (step.at === 'others')
    return (
      <>
        <p className="text-soft">{t('othersText')}</p>
        <ul aria-label={t('others')} className="flex flex-col gap-2">
          {known?.others.map((other, nth) => (
            <li key={other.personId}>
              <Button
                icon="person"
                autoFocus={nth === 0}
                className="w-full justify-start"
                onClick={() => turnTo({ at: 'pin-of', other })}
              >
                {other.name}
              </Button>
            </li>
          ))}
        </ul>
        <Button onClick={() => turnTo({ at: 'sign-in', second: false })}>{t('fullSignIn')}</Button>
        <Button tone="quiet" onClick={own}>
          {t('back', { name: person.name })}
        </Button>
      </>
    )
  if (step.at === 'pin-of') {
    const { other } = step
    return (
      <>
        <ProofForm
          key={other.personId}
          {...form}
          fields={[{ name: 'pin', label: t('pinOf', { name: other.name }) }]}
          send={(text) => tell(postSwitch({ personId: other.personId, pin: text('pin') }))}
        />
        <Button tone="quiet" onClick={() => turnTo({ at: 'others' })}>
          {t('other')}
        </Button>
      </>
    )
  }
  if (step.at === 'sign-in') {
    const first: ProofField[] = [
      { name: 'email', label: stepUp('email'), value: known && !step.own ? '' : person.email },
      { name: 'password', label: stepUp('password') },
    ]
    const says = step.own ? t('text', { name: person.name }) : t(known ? 'signInText' : 'signedOutText')
    return (
      <>
        <p className="text-soft">{step.second ? stepUp('secondStep') : says}</p>
        <ProofForm
          key={String(step.second)}
          {...form}
          fields={step.second ? [{ name: 'code', label: stepUp('code') }] : first}
          send={(text) =>
            tell(
              postSignIn(step.second ? { code: text('code') } : { email: text('email'), password: text('password') }),
            )
          }
        />
        {passkeysHere && passkeysPossible(window.location.origin) && (
          <Button busy={busy} onClick={() => void tell(signInWithPasskey(step.second))}>
            {stepUp('usePasskey')}
          </Button>
        )}
        {known && (
          <Button tone="quiet" onClick={own}>
            {t('back', { name: person.name })}
          </Button>
        )}
      </>
    )
  }
  const { way } = step
  const pin = known?.pin.standing
  const factors = known?.factors ?? { totp: false, passkeys: false }
  const second = factors.totp || factors.passkeys
  const labels = { pin: t('pin'), password: stepUp('password'), code: stepUp('code') }
  return (
    <>
      <p className="text-soft">{t('text', { name: person.name })}</p>
      {pin === 'used-up' && (
        <Banner tone="attention" live>
          {t('usedUp', { by: second ? 'all' : 'password' })}
        </Banner>
      )}
      {pin === 'full-sign-in-first' && <Banner live>{t('fullFirst', { by: second ? 'all' : 'password' })}</Banner>}
      <ProofForm
        key={way}
        {...form}
        fields={[{ name: way, label: labels[way] }]}
        send={(text) =>
          tell(
            prove(
              way === 'pin'
                ? { pin: text('pin') }
                : way === 'code'
                  ? { code: text('code') }
                  : { password: text('password') },
            ),
          )
        }
      />
      <div className="flex flex-wrap gap-2">
        {way !== 'pin' && pin === 'ready' && (
          <Button size="small" onClick={() => turnTo({ at: 'own', way: 'pin' })}>
            {stepUp('usePin')}
          </Button>
        )}
        {way !== 'password' && (
          <Button size="small" onClick={() => turnTo({ at: 'own', way: 'password' })}>
            {stepUp('usePassword')}
          </Button>
        )}
        {way !== 'code' && factors.totp && (
          <Button size="small" onClick={() => turnTo({ at: 'own', way: 'code' })}>
            {stepUp('useCode')}
          </Button>
        )}
        {factors.passkeys && passkeysHere && (
          <Button size="small" onClick={() => void tell(ownPasskey())}>
            {stepUp('usePasskey')}
          </Button>
        )}
        {second && (pin === 'used-up' || pin === 'full-sign-in-first') && (
          <Button size="small" onClick={() => turnTo({ at: 'sign-in', second: false, own: true })}>
            {t('fullSignIn')}
          </Button>
        )}
      </div>
      <Button
        tone="quiet"
        icon="person"
        className="border-t border-line"
        onClick={() => turnTo(known && known.others.length > 0 ? { at: 'others' } : { at: 'sign-in', second: false })}
      >
        {t('other')}
      </Button>
    </>
  )
}
