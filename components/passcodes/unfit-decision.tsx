'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ReasonFields } from '@/components/instructions/reason-fields'
import { useSaying } from '@/components/instructions/use-saying'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { FormErrors } from '@/components/ui/form-errors'
import { lastAttempt } from '@/lib/passcodes/rules'
import type { CodeHouse, CodeView, PasscodeActions } from './passcode-contract'
import { usePress } from './use-press'

export interface UnfitDecisionProps {
  view: CodeView
  house: CodeHouse
  actions: PasscodeActions
  onDecided: () => void
}

/** Rule 3 after the last try: *Use it*, with a reason, or another room. */
export function UnfitDecision({ view, house, actions, onDecided }: UnfitDecisionProps) {
  const t = useTranslations('passcodes.unfit')
  const say = useSaying(house.times.timeZone, view.now)
  const [reason, setReason] = useState({ reason: '', note: '' })
  const press = usePress(actions.words)
  const code = view.attempts.at(-1) ?? view.code
  const undecided =
    code.unfit !== null &&
    !code.usedAnyway &&
    code.attempt >= lastAttempt &&
    ['waiting-door', 'on-door', 'works-now'].includes(code.state)
  if (!undecided || code.unfit === null) return null

  async function use(event: FormEvent) {
    event.preventDefault()
    const asked = { passcodeId: code.id, reason: reason.reason, reasonNote: reason.note || undefined }
    if ((await press.run(() => actions.handOutUnfit(asked))) !== null) onDecided()
  }

  return (
    <Banner tone="attention" live title={t(`${code.unfit}.title`)}>
      <p>{t(`${code.unfit}.text`, { until: say(code.endsAt) })}</p>
      {house.may.useUnfit && (
        <form noValidate onSubmit={use} className="mt-3 flex flex-col gap-3">
          <FormErrors attempt={press.attempt} fieldCount={press.refused?.fieldCount ?? 0} title={press.refused?.title}>
            {press.refused?.next}
          </FormErrors>
          <ReasonFields
            reasons={house.reasons}
            value={reason}
            onChange={setReason}
            error={press.refused?.field('reason')}
            noteError={press.refused?.field('reasonNote')}
          />
          <div>
            <Button type="submit" busy={press.busy}>
              {t('use')}
            </Button>
          </div>
        </form>
      )}
    </Banner>
  )
}
