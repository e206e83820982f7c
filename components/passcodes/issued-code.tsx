'use client'

import { useTranslations } from 'next-intl'
import { InstructionTimeline } from '@/components/instructions/instruction-timeline'
import { useSaying } from '@/components/instructions/use-saying'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FailedState } from '@/components/ui/failed-state'
import { LinkButton } from '@/components/ui/link-button'
import type { InstructionView } from '@/lib/instructions/contract'
import type { PasscodeState } from '@/lib/passcodes/contract'
import { Attempts } from './attempts'
import { CodeDigits } from './code-digits'
import { CodeState } from './code-state'
import { DoorSilence } from './door-silence'
import { OldCode } from './old-code'
import type { CodeHouse, PasscodeActions, Pressed } from './passcode-contract'
import { UnfitDecision } from './unfit-decision'
import { useCode } from './use-code'

export interface IssuedCodeProps {
  title: string
  pressed: Pressed
  house: CodeHouse
  actions: PasscodeActions
  /** Back to the form with a new press, told of the one that got no answer; left out where there is none to go back to. */
  onAgain?: ((unanswered: InstructionView['id'] | undefined) => void) | undefined
  onClose: () => void
}

/** What never got on the door, or perhaps not, was asked for; it does not work. */
const askedWindow = (state: PasscodeState) =>
  state === 'failed' || state === 'no-answer' || state === 'closed' ? 'digits.askedFor' : 'digits.window'

/** A code just asked for: its state, its digits behind *Show*, and every request live until the door's last word. */
export function IssuedCode({ title, pressed, house, actions, onAgain, onClose }: IssuedCodeProps) {
  const t = useTranslations('passcodes')
  const { view, newest, failed, refetch } = useCode(house.slug, pressed.passcodeId)
  const zone = house.times.timeZone
  const say = useSaying(zone, view?.now ?? 0)
  const ended = newest && (newest.state === 'failed' || newest.state === 'no-answer')
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      footer={
        <>
          {newest && (
            <LinkButton href={`/${house.slug}/keys/${newest.id}`} onClick={onClose}>
              {t('issued.open')}
            </LinkButton>
          )}
          {ended && onAgain ? (
            <Button
              tone="primary"
              onClick={() => onAgain(newest.state === 'no-answer' ? newest.setInstructionId : undefined)}
            >
              {t(newest.state === 'failed' ? 'issued.again' : 'issued.another')}
            </Button>
          ) : (
            <Button tone="primary" onClick={onClose}>
              {t('issued.close')}
            </Button>
          )}
        </>
      }
    >
      {view && newest ? (
        <>
          <div role="status" className="flex flex-col gap-1">
            <CodeState code={newest} zone={zone} now={view.now} />
            <p className="text-soft">
              {newest.guestName ?? newest.bookingNumber ?? t('nobodyNamed')} ·{' '}
              {t(askedWindow(newest.state), { from: say(newest.startsAt), until: say(newest.endsAt) })}
              {newest.oneTime && ` · ${t('oneTime')}`}
            </p>
          </div>
          <CodeDigits code={newest} house={house} actions={actions} now={view.now} />
          <DoorSilence view={view} code={newest} zone={zone} />
          <OldCode view={view} slug={house.slug} zone={zone} />
          <UnfitDecision view={view} house={house} actions={actions} onDecided={() => void refetch()} />
          <Attempts view={view} slug={house.slug} zone={zone} />
        </>
      ) : failed ? (
        <FailedState
          title={t('issued.readFailed')}
          actions={<Button onClick={() => void refetch()}>{t('again')}</Button>}
        >
          {t('issued.readFailedText')}
        </FailedState>
      ) : (
        <InstructionTimeline property={house.slug} instruction={pressed.instructionId} zone={zone} />
      )}
    </Dialog>
  )
}
