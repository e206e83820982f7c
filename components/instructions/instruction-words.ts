'use client'

import { useTranslations } from 'next-intl'
import type { InstructionView } from '@/lib/instructions/contract'
import { isDoneWhenAccepted } from '@/lib/instructions/rules'
import { sayTime } from '@/lib/time/say-moment'
import type { Step, TimelineView } from './timeline-of'

export interface InstructionWords {
  /** What the whole timeline is called. */
  label(view: InstructionView): string
  step(step: Step, view: InstructionView, timeline: TimelineView): string
  /** What is true now and what to do next; null where the step says enough. */
  note(step: Step, view: InstructionView, timeline: TimelineView): string | null
  /** In one or two words, for rows. */
  state(timeline: TimelineView): string
}

/** The words of product.md for an instruction, with the times of the property's zone. */
export function useInstructionWords(zone: string): InstructionWords {
  const t = useTranslations('instructions')
  const clock = (at: number | null) => (at === null ? '' : sayTime(at, { zone }, true))

  function reason({ outcomeReason }: InstructionView): string {
    const key = `reasons.${outcomeReason}` as 'reasons.unexpected'
    return outcomeReason !== null && t.has(key) ? t(key) : t('reasons.unexpected')
  }

  return {
    label: (view) => t(`label.${view.kind}`, { door: view.doorLabel }),
    step({ word, key }, { kind }, { doneAt }) {
      switch (word) {
        case 'later':
          return key === 'end' && isDoneWhenAccepted(kind) ? t('steps.laterKey') : t(`steps.later.${key}`)
        case 'done':
          return t(`steps.done.${kind}`, { time: clock(doneAt) })
        case 'late':
          return t('steps.late', { time: clock(doneAt) })
        case 'failed':
          return t(`steps.failed.${kind}`)
        default:
          return t(`steps.${word}`)
      }
    },
    note({ word }, view, { slow, doneAt }) {
      const { kind } = view
      switch (word) {
        case 'turn':
          return t('notes.turn')
        case 'passing':
          return slow ? t(`notes.slow.${kind}`) : t('notes.passing')
        case 'door':
          return slow ? t(`notes.slow.${kind}`) : null
        case 'done':
          return kind === 'unlock' ? t('notes.done.unlock') : null
        case 'late': {
          const seconds = Math.round(((doneAt ?? 0) - view.intendedAt) / 1000)
          return t('notes.late', { door: view.doorLabel, seconds })
        }
        case 'failed':
          return t(`notes.failed.${kind}`)
        case 'notPushed':
          return t(`notes.notPushed.${kind}`)
        case 'unconfirmed':
          return t(`notes.unconfirmed.${kind}`)
        case 'noAnswer':
          return `${reason(view)} ${t(`notes.noAnswer.${kind}`)}`
        case 'refused':
          return `${reason(view)} ${t('notes.refused')}`
        case 'notSent':
          return `${reason(view)} ${t('notes.notSent')}`
        default:
          return null
      }
    },
    state({ phase, kind, late }) {
      if (phase !== 'done') return t(`state.${phase}`)
      return late ? t('state.late') : t(`state.done.${kind}`)
    },
  }
}
