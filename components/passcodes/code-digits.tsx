'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useSaying } from '@/components/instructions/use-saying'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { MaskedCode } from '@/components/ui/masked-code'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { PasscodeState, PasscodeView } from '@/lib/passcodes/contract'
import type { Instant } from '@/lib/time/clock'
import { type CodeHouse, type PasscodeActions, unanswered } from './passcode-contract'
import { ShowCodeDialog } from './show-code-dialog'

export interface CodeDigitsProps {
  code: PasscodeView
  house: CodeHouse
  actions: PasscodeActions
  now: Instant
}

/** What `showPasscode` refuses by its state alone (lib/passcodes/show-passcode.ts). */
const neverShown: readonly PasscodeState[] = [
  'sending',
  'failed',
  'no-answer',
  'closed',
  'lost',
  'ended',
  'cancelled',
  'ended-unconfirmed',
]

/** To be gone soon: looked at where it must be, handed out no more. */
const leaving: readonly PasscodeState[] = ['cancelling', 'cancel-failed']

/** Rule 8: masked, with *Show* and *Copy* (both recorded) and *Print slip*. The digits live in this component's state only. */
export function CodeDigits({ code, house, actions, now }: CodeDigitsProps) {
  const t = useTranslations('passcodes.digits')
  const say = useSaying(house.times.timeZone, now)
  const [digits, setDigits] = useState<string | null>(null)
  const [busy, setBusy] = useState<'on-screen' | 'copy' | null>(null)
  const [copied, setCopied] = useState(false)
  const [refused, setRefused] = useState<RefusalWords | null>(null)
  const why = neverShown.includes(code.state)
    ? t(code.state === 'sending' ? 'notYet' : 'notAnyMore')
    : code.unfit && !code.usedAnyway
      ? t('unfit')
      : house.may.show
        ? undefined
        : t('notAllowed')

  async function ask(use: 'on-screen' | 'copy') {
    setBusy(use)
    setRefused(null)
    setCopied(false)
    const answer = await actions.show({ passcodeId: code.id, use }).catch(() => null)
    setBusy(null)
    if (!answer?.ok) return setRefused(actions.words(answer?.error ?? unanswered))
    if (use === 'copy' && (await copyText(answer.data.digits))) return setCopied(true)
    setDigits(answer.data.digits)
  }

  if (neverShown.includes(code.state) && code.state !== 'sending') return <p className="text-soft">{why}</p>
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <MaskedCode
          digits={null}
          big
          onShow={() => ask('on-screen')}
          onHide={() => undefined}
          busy={busy === 'on-screen'}
          refusal={why}
        />
        {!leaving.includes(code.state) && (
          <Button icon={copied ? 'check' : 'copy'} busy={busy === 'copy'} refusal={why} onClick={() => ask('copy')}>
            {copied ? t('copied') : t('copy')}
          </Button>
        )}
        {why === undefined && !leaving.includes(code.state) && (
          <LinkButton icon="print" href={`/${house.slug}/keys/${code.id}/slip`} target="_blank" rel="noopener">
            {t('slip')}
          </LinkButton>
        )}
        <span role="status" className="sr-only">
          {copied ? t('copied') : ''}
        </span>
      </div>
      {why !== undefined && <p className="text-sm text-soft">{why}</p>}
      {refused && (
        <Banner tone="problem" live title={refused.title}>
          {refused.next}
        </Banner>
      )}
      {digits !== null && (
        <ShowCodeDialog
          digits={digits}
          window={t('window', { from: say(code.startsAt), until: say(code.endsAt) })}
          onClose={() => setDigits(null)}
        />
      )}
    </div>
  )
}

/** False where the browser has no clipboard (plain http) or refuses it: then the digits are shown to be copied by hand. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
