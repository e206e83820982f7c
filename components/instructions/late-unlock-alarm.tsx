'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { createPortal } from 'react-dom'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/lib/errors/contract'
import type { InstructionView } from '@/lib/instructions/contract'
import { sayTime } from '@/lib/time/say-moment'
import type { InstructionId } from './instruction-feed'
import { useInstructions } from './use-instructions'
import { useTopDialog } from './use-top-dialog'

export interface LateUnlockAlarmProps {
  property: string
  zone: string
  /** Puts one away, for every desk; absent for those who may not. */
  dismiss?: (id: InstructionId) => Promise<ActionResult<unknown>>
}

/** So many are told one by one. */
const shownAtMost = 3

/** I7: at every desk of the property, on every page and over an open dialog, until somebody says that somebody went. */
export function LateUnlockAlarm({ property, zone, dismiss }: LateUnlockAlarmProps) {
  const t = useTranslations('instructions.late')
  const { late } = useInstructions(property, [], { alarm: true })
  const dialog = useTopDialog(late.map(({ id }) => id).join())
  const shown = late.slice(0, shownAtMost)
  const alarms = (
    <section
      aria-label={t('region')}
      data-late-unlocks={late.length}
      className="no-print order-first flex flex-col empty:hidden"
    >
      {shown.map((view) => (
        <Alarm key={view.id} view={view} zone={zone} dismiss={dismiss} />
      ))}
      {late.length > shown.length && (
        <Banner tone="problem" className="rounded-none border-x-0 border-t-0 sm:px-4">
          {t('more', { n: late.length - shown.length })}
        </Banner>
      )}
    </section>
  )
  return dialog ? createPortal(alarms, dialog) : alarms
}

interface AlarmProps extends Pick<LateUnlockAlarmProps, 'zone' | 'dismiss'> {
  view: InstructionView
}

function Alarm({ view, zone, dismiss }: AlarmProps) {
  const t = useTranslations('instructions.late')
  const [state, setState] = useState<'told' | 'busy' | 'failed'>('told')
  const { id, doorLabel: door, actorLabel: person, intendedAt, settledAt } = view

  async function putAway(): Promise<void> {
    setState('busy')
    const done = await dismiss?.(id).catch(() => null)
    // Once it is done the alarm leaves with the next news, here and everywhere.
    if (!done?.ok) setState('failed')
  }

  return (
    <Banner
      live
      tone="problem"
      title={t('title', { door, time: sayTime(settledAt ?? intendedAt, { zone }, true) })}
      className="rounded-none border-x-0 border-t-0 sm:px-4"
      actions={
        dismiss && (
          <Button busy={state === 'busy'} onClick={putAway}>
            {t('dismiss')}
          </Button>
        )
      }
    >
      {t('text', { door, person, seconds: Math.round(((settledAt ?? intendedAt) - intendedAt) / 1000) })}
      {state === 'failed' && <p className="font-medium">{t('failed')}</p>}
    </Banner>
  )
}
