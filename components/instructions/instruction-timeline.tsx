'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Disclosure } from '@/components/ui/disclosure'
import { StatusWord } from '@/components/ui/status-word'
import { Timeline } from '@/components/ui/timeline'
import type { InstructionView } from '@/lib/instructions/contract'
import { isSettled } from '@/lib/instructions/rules'
import type { Instant } from '@/lib/time/clock'
import { sayTime, sayWholeMoment } from '@/lib/time/say-moment'
import type { InstructionId } from './instruction-feed'
import { useInstructionWords } from './instruction-words'
import { useTimeline } from './use-timeline'

export interface InstructionTimelineProps {
  /** The property's slug. */
  property: string
  /** From the page, or just the id of what was pressed a moment ago. */
  instruction: InstructionView | InstructionId
  zone: string
  /** The server's time when the page read it; leave out for an id. */
  readAt?: Instant
  /** "usually 6 s", in ms; null below three of that kind at this lock. */
  usualMs?: number | null
  /** Told with every newer version, the first included. */
  onView?: (view: InstructionView) => void
}

/** What was asked of a door, live: each wait with its seconds, each end with what is true now and what to do. */
export function InstructionTimeline(props: InstructionTimelineProps) {
  const { property, instruction, zone, readAt, usualMs, onView } = props
  const t = useTranslations('instructions')
  const words = useInstructionWords(zone)
  const locale = useLocale()
  const say = (at: Instant) => sayWholeMoment(at, { zone, locale })
  const { view, timeline, live } = useTimeline(property, instruction, readAt)
  const tell = useRef(onView)
  useEffect(() => {
    tell.current = onView
  })
  useEffect(() => {
    if (view) tell.current?.(view)
  }, [view])

  if (!view || !timeline)
    return (
      <div data-state="sending">
        <Timeline label={t('steps.sending')} steps={[{ key: 'send', label: t('steps.sending'), state: 'current' }]} />
        <Link link={live.link} heardAt={live.heardAt} zone={zone} />
      </div>
    )

  const saying = timeline.steps.findLast((step) => step.state !== 'waiting')
  const attributes: Record<`data-${string}`, string> = {
    'data-state': timeline.phase,
    ...(view.vendorInstructionId !== null && { 'data-instruction': view.vendorInstructionId }),
    ...(timeline.late && { 'data-late': 'true' }),
    ...(timeline.slow && { 'data-slow': 'true' }),
  }
  return (
    <div>
      <Timeline
        label={words.label(view)}
        attributes={attributes}
        announcement={saying ? words.step(saying, view, timeline) : ''}
        steps={timeline.steps.map((step) => ({
          key: step.key,
          label: words.step(step, view, timeline),
          state: step.state,
          elapsedMs: step.elapsedMs,
          note: (
            <Note
              text={words.note(step, view, timeline)}
              usualMs={step.key === 'wait' && step.state === 'current' ? usualMs : null}
              vendorMessage={step === saying && step.state !== 'current' ? view.vendorMessage : null}
              erased={step === saying && view.messageErasedAt ? say(view.messageErasedAt) : null}
            />
          ),
        }))}
      />
      {view.reasonNote !== null && (
        <p className="pt-2 text-sm text-soft">{t.rich('reasonNote', { note: () => <bdi>{view.reasonNote}</bdi> })}</p>
      )}
      {view.noteErasedAt && (
        <p className="pt-2 text-sm text-soft">{t('reasonNoteErased', { at: say(view.noteErasedAt) })}</p>
      )}
      {!isSettled(view, live.now() ?? 0) && <Link link={live.link} heardAt={live.heardAt} zone={zone} />}
    </div>
  )
}

interface NoteProps {
  text: string | null
  usualMs: number | null | undefined
  vendorMessage: string | null
  /** When the Lock Server’s words were erased. */
  erased: string | null
}

function Note({ text, usualMs, vendorMessage, erased }: NoteProps) {
  const t = useTranslations('instructions')
  if (text === null && usualMs == null && vendorMessage === null && erased === null) return null
  return (
    <>
      {usualMs != null && <p>{t('notes.usually', { seconds: Math.max(1, Math.round(usualMs / 1000)) })}</p>}
      {text !== null && <p>{text}</p>}
      {erased !== null && <p>{t('vendorWordsErased', { at: erased })}</p>}
      {vendorMessage !== null && (
        <Disclosure summary={t('vendorWords')}>
          <p className="font-mono text-sm whitespace-pre-wrap">
            <bdi>{vendorMessage}</bdi>
          </p>
        </Disclosure>
      )}
    </>
  )
}

/** A timeline that no longer hears anything says so, and since when. */
function Link({ link, heardAt, zone }: { link: string; heardAt: Instant | null; zone: string }) {
  const t = useTranslations('instructions.link')
  if (link !== 'broken' && link !== 'signed-out' && link !== 'not-allowed') return null
  return (
    <p role="status" className="pt-2 text-sm">
      <StatusWord tone="attention">
        {link !== 'broken'
          ? t(link)
          : heardAt === null
            ? t('brokenFirst')
            : t('broken', { time: sayTime(heardAt, { zone }, true) })}
      </StatusWord>
    </p>
  )
}
