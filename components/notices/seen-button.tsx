'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/lib/errors/contract'
import type { NoticeView } from '@/lib/notices/contract'
import { sayNotice } from './say-notice'

export type MarkSeen = (id: NoticeView['id']) => Promise<ActionResult<unknown>>

interface SeenButtonProps {
  notice: NoticeView
  markSeen: MarkSeen
  onSeen?: () => void
  size?: 'small' | 'regular'
}

/** *Seen*, for oneself. What was marked leaves with the next news or read. */
export function SeenButton({ notice, markSeen, onSeen, size = 'regular' }: SeenButtonProps) {
  const t = useTranslations()
  const [state, setState] = useState<'told' | 'busy' | 'failed'>('told')

  async function press(): Promise<void> {
    setState('busy')
    const done = await markSeen(notice.id).catch(() => null)
    if (!done?.ok) return setState('failed')
    onSeen?.()
  }

  return (
    <span className="flex flex-wrap items-center justify-end gap-x-2">
      {state === 'failed' && (
        <span role="alert" className="text-sm font-medium">
          {t('notices.failed')}
        </span>
      )}
      <Button size={size} busy={state === 'busy'} onClick={press}>
        {t('notices.seen')}
        <span className="sr-only">{t('notices.seenAbout', { what: sayNotice(t, notice) })}</span>
      </Button>
    </span>
  )
}
