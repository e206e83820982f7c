import { NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { type InstructionView, instructionKinds, type Outcome, type VendorStatus } from '@/lib/instructions/contract'
import { english } from '@/messages/english'
import { german } from '@/messages/german'
import { InstructionState } from './instruction-state'
import { InstructionTimeline } from './instruction-timeline'

const at = Date.UTC(2026, 5, 10, 12, 2, 5)

const view = (more: Partial<InstructionView> = {}): InstructionView => ({
  id: 'ins_1',
  kind: 'unlock',
  lockId: 'lck_1',
  doorLabel: '204',
  lockName: 'MJ000204',
  actorLabel: 'Ann',
  reason: 'locked-out',
  emergency: false,
  reasonNote: null,
  repeatsId: null,
  windowStartsAt: null,
  windowEndsAt: null,
  intendedAt: at,
  sendingAt: at,
  outcomeAt: at + 300,
  outcome: 'accepted',
  outcomeReason: null,
  vendorMessage: null,
  vendorInstructionId: '4711',
  status: 5,
  pushedAt: at + 800,
  settledAt: null,
  trackUntilAt: at + 600_000,
  dismissedAt: null,
  version: 3,
  ...more,
})

function html(node: ReactNode, locale: 'en' | 'de' = 'en'): string {
  return renderToString(
    <NextIntlClientProvider locale={locale} messages={locale === 'en' ? english : german} timeZone="UTC">
      {node}
    </NextIntlClientProvider>,
  ).replaceAll('<!-- -->', '')
}

const shown = (instruction: InstructionView, afterMs: number, locale?: 'en' | 'de') =>
  html(
    <InstructionTimeline
      property="aurora"
      instruction={instruction}
      zone="Europe/Berlin"
      readAt={at + afterMs}
      usualMs={6_200}
    />,
    locale,
  )

describe('the live timeline as the server renders it', () => {
  it('carries the vendor’s instruction id and the state, and says the wait with its seconds', () => {
    const out = shown(view(), 4_300)
    expect(out).toContain('data-instruction="4711"')
    expect(out).toContain('data-state="waiting-door"')
    expect(out).toMatch(/Sent<.*0\.3 s/)
    expect(out).toMatch(/Waiting for the door<.*4 s/)
    expect(out).toContain('usually 6 s')
  })

  it('says unlocked with the moment in the house’s zone, and that nobody knows who went in', () => {
    const out = shown(view({ status: 1, settledAt: at + 6_000 }), 10_000)
    expect(out).toContain('Unlocked 14:02:11')
    expect(out).toContain('whether somebody went in is not known')
    expect(out).not.toMatch(/opened/i)
  })

  it('a late one names the door to send somebody to', () => {
    const out = shown(view({ status: 1, settledAt: at + 75_000 }), 80_000)
    expect(out).toContain('data-late="true"')
    expect(out).toContain('Send someone to 204 now')
  })

  it('a lost answer is advised on, and the vendor’s words are folded away and escaped (I20)', () => {
    const out = shown(
      view({ outcome: 'unknown', status: null, outcomeReason: 'http-status', vendorMessage: '<b>锁</b>' }),
      20_000,
    )
    expect(out).toContain('Ask them to try the handle before pressing again')
    expect(out).toMatch(/<details[^>]*>.*&lt;b&gt;锁&lt;\/b&gt;/s)
  })

  it('what was typed with the reason is told, escaped, to those who were given it', () => {
    const note = shown(view({ reason: 'other', reasonNote: 'lost <her> phone' }), 4_300)
    expect(note).toContain('Written with the reason: <bdi>lost &lt;her&gt; phone</bdi>')
    expect(shown(view(), 4_300)).not.toContain('Written with')
  })

  it('changes of state are announced politely, seconds never', () => {
    const out = shown(view(), 4_300)
    expect(out).toMatch(/<p role="status" class="sr-only">Waiting for the door<\/p>/)
  })

  it('every kind, outcome and status has words in both languages', () => {
    const outcomes: (Outcome | null)[] = [null, 'not-sent', 'rejected', 'unknown', 'accepted']
    const statuses: (VendorStatus | null)[] = [null, 1, 2, 3, 4, 5]
    for (const locale of ['en', 'de'] as const)
      for (const kind of instructionKinds)
        for (const outcome of outcomes)
          for (const status of statuses)
            for (const afterMs of [1_000, 700_000]) {
              const row = view({ kind, outcome, status, settledAt: status && status !== 5 ? at + 900 : null })
              const out = shown(row, afterMs, locale)
              const state = html(
                <InstructionState property="aurora" instruction={row} zone="UTC" readAt={at + afterMs} />,
                locale,
              )
              expect(out + state).not.toContain('instructions.')
            }
  })
})
