'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { newPressKey } from '@/components/instructions/press-key'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { TextField } from '@/components/ui/text-field'
import { useKeptFocus } from '@/components/ui/use-kept-focus'
import { useLeaving } from '@/components/ui/use-leaving'
import { useWhenLocked } from '@/components/ui/use-when-locked'
import {
  type KeeperAccountAsked,
  type KeeperAccountView,
  keeperPasswordLength,
  keeperUsernameLongest,
} from '@/lib/connections/contract'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { KeeperOutcomeWord } from './keeper-outcome-word'
import { madePassword } from './made-password'

export interface KeeperAccountDialogProps {
  /** As the list has them now: what came of the press is told here too. */
  accounts: readonly KeeperAccountView[]
  create: (asked: KeeperAccountAsked) => Promise<ActionResult<{ keeperAccountId: KeeperAccountView['id'] }>>
  words: (refusal: Refusal | null) => RefusalWords | null
  /** The press is on record. */
  onAsked: (username: string) => void
  onClose: () => void
}

const nothing = { name: '', username: '', password: '', again: '' }
const lost: Refusal = { code: 'unexpected', requestId: '' }

/** *Create account* (2.5.1): the password is typed twice or made here; it stays in this form's memory (I32). */
export function KeeperAccountDialog({ accounts, create, words, onAsked, onClose }: KeeperAccountDialogProps) {
  const t = useTranslations('connections.keepers')
  const faults = useTranslations('faults')
  const id = useId()
  const [draft, setDraft] = useState(nothing)
  const [made, setMade] = useState<string | null>(null)
  /** A made one was on the screen when that was locked. */
  const [taken, setTaken] = useState(false)
  const [pressKey, setPressKey] = useState(newPressKey)
  const [own, setOwn] = useState<Partial<Record<'name' | 'username' | 'password' | 'again', string>>>({})
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState<KeeperAccountView['id'] | null>(null)
  const outcome = accounts.find((account) => account.id === asked)?.outcome ?? null
  const { place, acted } = useKeptFocus<HTMLParagraphElement>()
  const shown = asked !== null && made !== null
  const leaveWords = {
    title: t('form.leaveShown.title'),
    text: t('form.leaveShown.text'),
    leave: t('form.leaveShown.leave'),
    stay: t('form.leaveShown.stay'),
  }
  const wouldLose = shown || (!asked && (made !== null || draft !== nothing))
  const { leave, question } = useLeaving(wouldLose, onClose, shown ? leaveWords : undefined)
  const told = refusal === lost ? null : words(refusal)
  const title = Object.keys(own).length > 0 ? undefined : refusal === lost ? t('lost.title') : told?.title

  useWhenLocked(() => {
    if (made === null) return
    setMade(null)
    setTaken(true)
    // Another password is another press.
    setPressKey(newPressKey())
  })

  function change(part: Partial<typeof nothing>): void {
    setOwn({})
    setDraft({ ...draft, ...part })
    // Another password is another press: the one before may have gone out with its own.
    if (part.password !== undefined) setPressKey(newPressKey())
  }

  function make(): void {
    setOwn({})
    setTaken(false)
    setMade(madePassword())
    setPressKey(newPressKey())
  }

  function typeInstead(): void {
    setMade(null)
    setPressKey(newPressKey())
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (busy) return
    const password = made ?? draft.password
    const found = {
      ...(draft.name.trim() === '' && { name: faults('required') }),
      ...(!/^[A-Za-z][\x21-\x7e]{0,63}$/.test(draft.username.trim()) && { username: faults('not-a-keeper-name') }),
      ...(password.length < keeperPasswordLength.min && { password: faults('keeper-password-short') }),
      ...(made === null && draft.again !== draft.password && { again: t('form.differs') }),
    }
    setOwn(found)
    setRefusal(null)
    if (Object.keys(found).length > 0) return setAttempt(attempt + 1)
    setBusy(true)
    const { name, username } = draft
    const done = await create({ pressKey, name, username, password }).catch(() => ({ ok: false as const, error: lost }))
    setBusy(false)
    if (!done.ok) {
      setRefusal(done.error)
      return setAttempt(attempt + 1)
    }
    onAsked(username.trim())
    if (made === null) return onClose()
    // What was made here can be read until it is handed on.
    acted()
    setAsked(done.data.keeperAccountId)
  }

  const field = (name: keyof typeof nothing) => ({
    label: t(`form.${name}`),
    value: draft[name],
    autoComplete: name === 'password' || name === 'again' ? 'new-password' : 'off',
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
    error: own[name] ?? told?.field(name),
  })
  return (
    <>
      <Dialog
        open
        onClose={leave}
        title={t('form.title')}
        footer={
          asked ? (
            <Button tone="primary" onClick={onClose}>
              {t('form.close')}
            </Button>
          ) : (
            <>
              <Button onClick={leave}>{t('form.leave')}</Button>
              <Button type="submit" form={id} tone="primary" busy={busy}>
                {t('form.submit')}
              </Button>
            </>
          )
        }
      >
        <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
          <FormErrors attempt={attempt} fieldCount={Object.keys(own).length || (told?.fieldCount ?? 0)} title={title}>
            {refusal === lost ? t('lost.next') : told?.next}
          </FormErrors>
          {!asked && (
            <>
              <p>{t('what')}</p>
              <p className="text-soft">{t('ends')}</p>
              <TextField {...field('name')} data-autofocus hint={t('form.nameHint')} maxLength={100} />
              <TextField {...field('username')} hint={t('form.usernameHint')} maxLength={keeperUsernameLongest} />
            </>
          )}
          {made !== null && (
            <>
              <Banner tone="attention">{t('form.made')}</Banner>
              {asked && (
                <p role="status" ref={place} tabIndex={-1}>
                  <KeeperOutcomeWord outcome={outcome} />
                </p>
              )}
              <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-2">
                <dt className="text-soft">{t('form.username')}</dt>
                <dd className="font-mono break-all select-all">{draft.username.trim()}</dd>
                <dt className="text-soft">{t('form.password')}</dt>
                <dd className="flex flex-wrap items-center gap-3">
                  <span className="font-mono text-lg select-all" data-made-password>
                    {made}
                  </span>
                  <CopyButton text={made} size="small" />
                </dd>
              </dl>
              {!asked && (
                <Button size="small" className="self-start" onClick={typeInstead}>
                  {t('form.type')}
                </Button>
              )}
            </>
          )}
          {taken && (
            <Banner live tone="attention" title={t('form.taken')}>
              {t(asked ? 'form.takenAsked' : 'form.takenNext')}
            </Banner>
          )}
          {taken && asked && (
            <p role="status">
              <KeeperOutcomeWord outcome={outcome} />
            </p>
          )}
          {made === null && !asked && (
            <>
              <TextField
                {...field('password')}
                type="password"
                hint={t('form.passwordHint')}
                maxLength={keeperPasswordLength.max}
              />
              <TextField {...field('again')} type="password" maxLength={keeperPasswordLength.max} />
              <Button size="small" className="self-start" onClick={make}>
                {t('form.make')}
              </Button>
            </>
          )}
        </form>
      </Dialog>
      {question}
    </>
  )
}
