'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/lib/errors/contract'
import type { DoorBrief } from '@/lib/front-desk/contract'
import type { Instant } from '@/lib/time/clock'
import { sayTime, sayTimeToday } from '@/lib/time/say-moment'

/** Why an unlock would be refused now (I6); null while it would not. */
export function refusalOf({ door }: DoorBrief): 'no-contact' | 'not-heard' | 'gone' | null {
  if (door.goneAt !== null) return 'gone'
  return door.reach === 'no-contact' || door.reach === 'not-heard' ? door.reach : null
}

interface UnlockRefusedProps {
  brief: DoorBrief
  why: 'no-contact' | 'not-heard' | 'gone'
  locale: string
  /** Asks the Lock Server about this lock now. */
  askAgain: (() => Promise<ActionResult<{ fresh: boolean }>>) | undefined
  /** Reads what is known anew. */
  read: () => Promise<void>
}

/** Nothing would reach the door: why that is refused, what still works, and what to do instead. */
export function UnlockRefused({ brief, why, locale, askAgain, read }: UnlockRefusedProps) {
  const t = useTranslations('unlocks.refused')
  const [state, setState] = useState<'told' | 'asking' | 'asked' | 'failed'>('told')
  const [toldAt, setToldAt] = useState<Instant>(brief.now)
  const door = brief.door.label
  const since = brief.noContactSinceAt
  const title =
    why === 'no-contact' && since !== null
      ? t('no-contact-since', {
          door,
          time: sayTimeToday(since, { zone: brief.timeZone, locale, now: brief.now }),
        })
      : t(why, { door })

  async function ask(): Promise<void> {
    setState('asking')
    setToldAt(brief.now)
    const answered = await askAgain?.().catch(() => null)
    await read()
    setState(answered?.ok && answered.data.fresh ? 'asked' : 'failed')
  }

  return (
    <Banner
      live
      tone="problem"
      title={title}
      actions={
        askAgain &&
        why !== 'gone' && (
          <Button icon="refresh" busy={state === 'asking'} onClick={ask}>
            {state === 'asking' ? t('asking') : t('askAgain')}
          </Button>
        )
      }
    >
      <p>{why === 'gone' ? t('whyGone') : why === 'not-heard' ? t('whyNotHeard') : t('why')}</p>
      <p className="pt-1">
        {t('still')} {t('instead')}
      </p>
      {state === 'failed' && <p className="pt-1 font-medium">{t('askFailed')}</p>}
      {state === 'asked' && brief.now > toldAt && (
        <p className="pt-1 font-medium">
          {t(why === 'not-heard' ? 'askedNotHeard' : 'asked', {
            time: sayTime(brief.now, { zone: brief.timeZone }, true),
          })}
        </p>
      )}
    </Banner>
  )
}
