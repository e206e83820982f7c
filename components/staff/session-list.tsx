'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { StatusWord } from '@/components/ui/status-word'
import { useKeptFocus } from '@/components/ui/use-kept-focus'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { OwnSession } from '@/lib/staff/contract'

export interface SessionLine {
  id: OwnSession['id']
  /** The one that shows this list: it ends by signing out. */
  current: boolean
  /** "Firefox · Windows". */
  device: string
  /** When, since when, from where; in words. */
  facts: readonly string[]
}

export interface SessionListProps {
  sessions: readonly SessionLine[]
  end: (id: OwnSession['id']) => Promise<ActionResult<unknown>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onEnded: () => void
}

/** Where one is signed in, and the way to end it from afar. */
export function SessionList({ sessions, end, words, onEnded }: SessionListProps) {
  const t = useTranslations('staff.me')
  const [busy, setBusy] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const told = words(refusal)
  const { place, acted } = useKeptFocus<HTMLParagraphElement>()

  async function press(id: OwnSession['id']) {
    setBusy(id)
    const done = await end(id).catch(() => null)
    setBusy(null)
    setRefusal(done ? (done.ok ? null : done.error) : { code: 'unexpected', requestId: '' })
    if (!done?.ok) return
    acted()
    onEnded()
  }

  return (
    <>
      <p ref={place} tabIndex={-1} className="px-4 py-3 text-soft">
        {t('sessionsHint')}
      </p>
      {told && (
        <Banner tone="problem" live title={told.title} className="mx-4 mb-3">
          {told.next}
        </Banner>
      )}
      <ul className="divide-y divide-line border-t border-line">
        {sessions.map(({ id, current, device, facts }) => (
          <li key={id} className="flex items-start justify-between gap-3 px-4 py-2.5">
            <div className="min-w-0">
              <p className="flex flex-wrap gap-x-2 font-medium">
                {device}
                {current && <StatusWord tone="ok">{t('current')}</StatusWord>}
              </p>
              <p className="text-sm text-soft">{facts.join(' · ')}</p>
            </div>
            {!current && (
              <Button size="small" busy={busy === id} aria-label={t('endFor', { device })} onClick={() => press(id)}>
                {t('end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
