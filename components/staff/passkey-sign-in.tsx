'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { answerWithPasskey, type PasskeyQuestion, usePasskeysHere } from './use-passkey'
import { postSignIn } from './use-sign-in'

export interface PasskeySignInProps {
  /** After the password, or in place of both. */
  second: boolean
  to: string | null
  ask: (second: boolean) => Promise<ActionResult<PasskeyQuestion>>
  words: (refusal: Refusal | null) => RefusalWords | null
}

/** Only where browsers know passkeys: nowhere else does a button stand. */
export function PasskeySignIn({ second, to, ask, words }: PasskeySignInProps) {
  const t = useTranslations('signIn.passkey')
  const here = usePasskeysHere()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  if (!here) return null
  const told = words(refusal)

  async function signIn(): Promise<Refusal | null> {
    const question = await ask(second)
    if (!question.ok) return question.error
    const answer = await answerWithPasskey(question.data)
    if (!answer) return { code: 'passkey-refused', requestId: '' }
    const fields = { passkey: JSON.stringify(answer), ...(!second && { alone: '1' }), ...(to && { to }) }
    const done = await postSignIn(fields)
    if (done.error) return done.error
    window.location.assign(done.to ?? '/')
    return null
  }

  async function press() {
    setBusy(true)
    const refused = await signIn().catch((): Refusal => ({ code: 'unexpected', requestId: '' }))
    setRefusal(refused)
    if (refused) setBusy(false)
  }

  return (
    <div className="flex flex-col gap-3">
      {told && (
        <Banner tone="problem" live title={told.title}>
          {told.next}
        </Banner>
      )}
      <p className="text-center text-sm text-soft">{t('or')}</p>
      <Button busy={busy} onClick={press}>
        {t(second ? 'second' : 'use')}
      </Button>
    </div>
  )
}
