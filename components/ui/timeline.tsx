'use client'

import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { Icon, type IconName } from './icon'
import { Spinner } from './spinner'
import { useElapsed } from './ticking'

/** waiting = its turn has not come; unknown = it is not known whether it happened. */
export type StepState = 'done' | 'current' | 'waiting' | 'failed' | 'unknown'

export interface TimelineStep {
  key: string
  label: ReactNode
  state: StepState
  /** How long the step took, or has taken when it was last read; a current step goes on counting from here. */
  elapsedMs?: number | undefined
  /** "usually 6 s", a clock time, why it failed, the next step. */
  note?: ReactNode
}

export interface TimelineProps {
  label: string
  steps: readonly TimelineStep[]
  /** Said once when it changes, e.g. "Waiting for the door". Seconds are never read out. */
  announcement?: string
  /** `data-instruction`, `data-state` and the like for the outer element. */
  attributes?: Record<`data-${string}`, string>
  className?: string
}

const looks: Record<StepState, { icon: IconName; color: string }> = {
  done: { icon: 'check-circle', color: 'text-ok' },
  current: { icon: 'hourglass', color: 'text-ink' },
  waiting: { icon: 'circle', color: 'text-soft' },
  failed: { icon: 'problem', color: 'text-problem' },
  unknown: { icon: 'help-circle', color: 'text-attention' },
}

/** What was asked for, step by step, with the seconds each took. */
export function Timeline({ label, steps, announcement, attributes, className }: TimelineProps) {
  return (
    <div {...attributes} className={className}>
      <ol aria-label={label} className="flex flex-col">
        {steps.map((step) => (
          <Step key={step.key} step={step} />
        ))}
      </ol>
      {announcement !== undefined && (
        <p role="status" className="sr-only">
          {announcement}
        </p>
      )}
    </div>
  )
}

function Step({ step }: { step: TimelineStep }) {
  const t = useTranslations('ui.timeline')
  const { icon, color } = looks[step.state]
  const counting = step.state === 'current' && step.elapsedMs !== undefined
  return (
    <li data-step={step.key} data-step-state={step.state} className="group flex gap-2.5">
      <span className={classNames('flex flex-col items-center', color)}>
        <span className="flex h-5 items-center">{step.state === 'current' ? <Spinner /> : <Icon name={icon} />}</span>
        <span aria-hidden="true" className="w-px grow bg-line group-last:hidden" />
      </span>
      <div className="min-w-0 grow pb-3 group-last:pb-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className={step.state === 'waiting' ? 'text-soft' : 'font-medium'}>{step.label}</span>
          <span className="sr-only">{t(step.state)}</span>
          {step.elapsedMs !== undefined && <Seconds elapsedMs={step.elapsedMs} counting={counting} />}
        </p>
        {step.note != null && <div className="text-sm text-soft">{step.note}</div>}
      </div>
    </li>
  )
}

function Seconds({ elapsedMs, counting }: { elapsedMs: number; counting: boolean }) {
  const t = useTranslations('ui.timeline')
  const format = useFormatter()
  const sinceMs = useElapsed(elapsedMs, 1000, counting)
  const total = (elapsedMs + sinceMs) / 1000
  const text =
    total >= 60
      ? t('minutes', { m: Math.floor(total / 60), s: Math.floor(total % 60) })
      : t('seconds', {
          n:
            counting || total >= 10
              ? Math.floor(total)
              : format.number(total, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
        })
  return <span className="text-sm text-soft">{text}</span>
}
