'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useEffect, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { TextField } from '@/components/ui/text-field'
import type { Refusal } from '@/lib/errors/contract'
import type { OwnFactors } from '@/lib/staff/contract'
import { passkeysPossible } from '@/lib/staff/rules'
import type { Instant } from '@/lib/time/clock'
import type { AddedFactor, FactorActions } from './factor-actions'
import { makePasskey, usePasskeysHere } from './use-passkey'

type Passkey = OwnFactors['passkeys'][number]

export interface PasskeyPartProps {
  passkeys: readonly Passkey[]
  /** Where people open Keydesk: passkeys belong to that address. */
  publicUrl: string
  ask: FactorActions['askNewPasskey']
  add: FactorActions['addPasskey']
  when: (at: Instant) => string
  words: (refusal: Refusal | null) => RefusalWords | null
  onAdded: (added: AddedFactor) => void
  onRemove: (passkey: Passkey) => void
}

export function PasskeyPart({ passkeys, publicUrl, ask, add, when, words, onAdded, onRemove }: PasskeyPartProps) {
  const t = useTranslations('staff.factor.passkeys')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | 'left' | null>(null)
  const told =
    refusal === 'left' ? { title: t('notMade'), next: t('notMadeNext'), field: () => undefined } : words(refusal)

  async function make(name: string): Promise<Refusal | 'left' | null> {
    const question = await ask()
    if (!question.ok) return question.error
    const passkey = await makePasskey(question.data)
    if (!passkey) return 'left'
    const added = await add({ name, passkey })
    if (!added.ok) return added.error
    onAdded(added.data)
    return null
  }

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const element = event.currentTarget
    const name = String(new FormData(element).get('name') ?? '')
    setBusy(true)
    const refused = await make(name).catch((): Refusal => ({ code: 'unexpected', requestId: '' }))
    setBusy(false)
    setRefusal(refused)
    if (!refused) element.reset()
  }

  return (
    <section className="flex flex-col gap-3">
      <h3 className="font-medium">{t('title')}</h3>
      <p className="text-sm text-soft">{t('hint')}</p>
      {passkeys.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="flex items-start justify-between gap-3 py-2">
              <div className="min-w-0">
                <p className="font-medium break-words">{passkey.name}</p>
                <p className="text-sm text-soft">
                  {t('added', { when: when(passkey.createdAt) })} ·{' '}
                  {passkey.usedAt === null ? t('unused') : t('used', { when: when(passkey.usedAt) })}
                </p>
              </div>
              <Button
                size="small"
                aria-label={t('removeFor', { name: passkey.name })}
                onClick={() => onRemove(passkey)}
              >
                {t('remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {told && (
        <Banner tone="problem" live title={told.title}>
          {told.next}
        </Banner>
      )}
      <Possible publicUrl={publicUrl}>
        <form onSubmit={send} noValidate className="flex flex-col items-start gap-3">
          <TextField label={t('name')} hint={t('nameHint')} name="name" maxLength={60} error={told?.field('name')} />
          <Button type="submit" busy={busy}>
            {t('add')}
          </Button>
        </form>
      </Possible>
    </section>
  )
}

/** Words in place of a form that could not work: without https there are no passkeys, nor at another address than the house's. */
function Possible({ publicUrl, children }: { publicUrl: string; children: React.ReactNode }) {
  const t = useTranslations('staff.factor.passkeys')
  const here = usePasskeysHere()
  const [origin, setOrigin] = useState<string | null>(null)
  useEffect(() => setOrigin(window.location.origin), [])
  if (!passkeysPossible(publicUrl)) return <p className="text-soft">{t('impossible', { address: publicUrl })}</p>
  if (origin === null) return null
  return here && origin === publicUrl ? children : <p className="text-soft">{t('elsewhere', { address: publicUrl })}</p>
}
