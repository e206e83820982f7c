'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Age } from '@/components/ui/age'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { SectionCard } from '@/components/ui/section-card'
import { StatusWord } from '@/components/ui/status-word'
import type { ToDoItem } from '@/lib/front-desk/contract'
import type { Instant } from '@/lib/time/clock'
import { toDoStep } from './to-do-step'
import { useSaying } from './use-saying'

export interface ToDoListProps {
  slug: string
  items: readonly ToDoItem[]
  zone: string
  now: Instant
  /** Puts a finished request away; true once done. */
  onDismiss: ((item: ToDoItem) => Promise<boolean>) | undefined
  /** Asks why somebody entered in an emergency. */
  onExplain: (item: ToDoItem) => void
}

/** What waits for a person, the urgent first, each with one button. */
export function ToDoList({ slug, items, zone, now, onDismiss, onExplain }: ToDoListProps) {
  const t = useTranslations('desk.toDo')
  return (
    <SectionCard title={t('title')} aside={items.length > 0 ? t('count', { n: items.length }) : undefined} flush>
      {items.length === 0 ? (
        <p className="px-4 py-3 text-soft">{t('empty')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {items.map((item) => (
            <Line key={`${item.instructionId}/${item.what}`} {...{ slug, item, zone, now, onDismiss, onExplain }} />
          ))}
        </ul>
      )}
    </SectionCard>
  )
}

function Line({ slug, item, zone, now, onDismiss, onExplain }: Omit<ToDoListProps, 'items'> & { item: ToDoItem }) {
  const t = useTranslations('desk.toDo')
  const say = useSaying(zone, now)
  const [busy, setBusy] = useState(false)
  const step = toDoStep(item)
  const values = {
    person: item.actorLabel ?? '',
    door: item.doorLabel,
    until: item.endsAt === null ? '' : say.moment(item.endsAt),
  }
  const about = <span className="sr-only">{t('about', { door: item.doorLabel })}</span>

  async function dismiss() {
    if (!onDismiss) return
    setBusy(true)
    await onDismiss(item)
    setBusy(false)
  }

  return (
    <li data-to-do={item.what} className="flex items-start justify-between gap-3 px-4 py-2.5">
      <div className="min-w-0">
        <StatusWord tone={step.tone}>
          <bdi>{t(`says.${step.word}`, values)}</bdi>
        </StatusWord>
        <p className="pl-[1.375rem] text-sm text-soft">
          {item.guestName !== null && (
            <>
              <bdi>{item.guestName}</bdi> ·{' '}
            </>
          )}
          <Age ageMs={Math.max(0, now - item.since)} readKey={now} />
        </p>
      </div>
      {step.act === 'explain' ? (
        <Button size="small" onClick={() => onExplain(item)}>
          {t('acts.explain')}
          {about}
        </Button>
      ) : step.act === 'dismiss' && onDismiss ? (
        <Button size="small" busy={busy} onClick={dismiss}>
          {t(`acts.${item.what === 'late-unlock' ? 'seen-to' : 'dismiss'}`)}
          {about}
        </Button>
      ) : (
        <LinkButton
          size="small"
          href={step.act === 'look' ? `/${slug}/keys/${item.subjectId}` : `/${slug}/locks/${item.lockId}`}
        >
          {t(`acts.${item.what === 'unfit' ? 'decide' : 'look'}`)}
          {about}
        </LinkButton>
      )}
    </li>
  )
}
