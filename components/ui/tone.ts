import type { IconName } from './icon'

/** ok, attention, problem are the three status hues; neutral says a plain fact; busy says that something is under way. */
export type Tone = 'ok' | 'attention' | 'problem' | 'neutral' | 'busy'

export const toneText: Record<Tone, string> = {
  ok: 'text-ok',
  attention: 'text-attention',
  problem: 'text-problem',
  neutral: 'text-soft',
  busy: 'text-ink',
}

export const toneBox: Record<Tone, string> = {
  ok: 'border-ok/40 bg-ok-tint',
  attention: 'border-attention/40 bg-attention-tint',
  problem: 'border-problem/40 bg-problem-tint',
  neutral: 'border-line bg-surface',
  busy: 'border-line bg-surface',
}

export const toneIcon: Record<Tone, IconName> = {
  ok: 'check-circle',
  attention: 'attention',
  problem: 'problem',
  neutral: 'info',
  busy: 'hourglass',
}
