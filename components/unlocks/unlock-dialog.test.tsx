import { NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { DoorBrief } from '@/lib/front-desk/contract'
import { english } from '@/messages/english'
import { german } from '@/messages/german'
import { DoorReach } from './door-reach'
import { NotAllowed, UnlockDialog } from './unlock-dialog'
import { UnlockForm } from './unlock-form'
import { refusalOf, UnlockRefused } from './unlock-refused'
import { WhoIsInside } from './who-is-inside'

const now = Date.UTC(2026, 5, 10, 12)

const brief = (more: Partial<DoorBrief> = {}): DoorBrief => ({
  now,
  door: {
    id: 'lck_204',
    name: 'MJ000204',
    label: '204',
    room: '204',
    door: null,
    floor: '2',
    common: false,
    goneAt: null,
    reach: 'reachable',
  },
  noContactSinceAt: null,
  hearing: [
    {
      gatewayName: 'GW-3',
      gatewayId: null,
      contact: { kind: 'in-contact' },
      signalDbm: -71,
      band: 'good',
      heardAgeMs: 240_000,
      lately: true,
      heartbeatAgeMs: 30_000,
    },
  ],
  occupancy: 'unknown',
  guests: [],
  openers: [],
  source: null,
  justPressed: null,
  usualUnlockMs: 6_000,
  may: { unlock: true, emergency: true, issueGuestKey: true, issueLong: false },
  whoUnlocks: ['front-desk', 'manager'],
  timeZone: 'Europe/Berlin',
  times: {
    timeZone: 'Europe/Berlin',
    arrivalTime: '15:00',
    departureTime: '11:00',
    hotelDayEndsAt: '05:00',
    codeMarginMinutes: 30,
    walkInLeadMinutes: 15,
  },
  mobileKeysOn: true,
  reasons: ['locked-out', 'other'],
  ...more,
})

function html(node: ReactNode, locale: 'en' | 'de' = 'en'): string {
  return renderToString(
    <NextIntlClientProvider locale={locale} messages={locale === 'en' ? english : german} timeZone="UTC">
      {node}
    </NextIntlClientProvider>,
  ).replaceAll('<!-- -->', '')
}
const text = (node: ReactNode, locale?: 'en' | 'de') =>
  html(node, locale)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

describe('what the Unlock dialog says', () => {
  it('never calls a room vacant: without a live code Keydesk cannot know', () => {
    const said = text(<WhoIsInside brief={brief()} locale="en" />)
    expect(said).toContain('Keydesk cannot know')
    expect(said).not.toMatch(/vacant|empty|free/i)
  })

  it('names who is inside and until when to those who may know, with hostile names escaped', () => {
    const guests = [{ guestName: '<script>x</script>', endsAt: now + 86_400_000 }]
    const out = html(<WhoIsInside brief={brief({ occupancy: 'occupied', guests })} locale="en" />)
    expect(out).toContain('Occupied')
    expect(out).toContain('&lt;script&gt;x&lt;/script&gt;')
    expect(out).toContain('until Thu 14:00')
    expect(text(<WhoIsInside brief={brief({ occupancy: 'occupied', guests: null })} locale="en" />)).not.toContain(
      'until',
    )
  })

  it('shows every gateway with signal, contact and ages in words', () => {
    const said = text(<DoorReach brief={brief()} readKey={1} locale="en" />)
    expect(said).toContain('GW-3')
    expect(said).toContain('−71 dBm good')
    expect(said).toContain('heard 4 min ago')
    expect(said).toContain('in contact')
    expect(said).toContain('last heartbeat 30 s ago')
  })

  it('calls no gateway in contact while the Lock Server does not answer, and says since when', () => {
    const contact = { kind: 'not-known', why: 'sample-old', sinceAt: now - 120_000 } as const
    const old = brief()
    const said = text(
      <DoorReach
        brief={{ ...old, hearing: old.hearing.map((one) => ({ ...one, contact })) }}
        readKey={1}
        locale="en"
      />,
    )
    expect(said).toContain('not known since 13:58')
    expect(said).not.toContain('in contact')
  })

  it('is refused without contact (I6): since when, what still works, what else to do', () => {
    const silent = brief({ noContactSinceAt: now - 600_000 })
    silent.door.reach = 'no-contact'
    expect(refusalOf(silent)).toBe('no-contact')
    const said = text(
      <UnlockRefused
        brief={silent}
        why="no-contact"
        locale="en"
        read={async () => {}}
        askAgain={async () => ({ ok: true, data: { fresh: true } })}
      />,
    )
    for (const words of ['since 13:50', 'Codes already on the door still work', 'emergency key', 'Ask again now'])
      expect(said).toContain(words)
  })

  it('asks for a reason of the list, what for only with Other, and the identity for rooms only', () => {
    const form = (reason: string, asksIdentity: boolean) =>
      text(
        <UnlockForm
          id="f"
          reasons={['locked-out', 'other', 'Pool party']}
          asksIdentity={asksIdentity}
          values={{ reason, reasonNote: '', identityChecked: false }}
          faults={{}}
          onChange={() => {}}
          onSubmit={() => {}}
        />,
      )
    expect(form('locked-out', true)).toContain('Locked out, identity checked')
    expect(form('locked-out', true)).toContain('Pool party')
    expect(form('locked-out', true)).not.toContain('What for')
    expect(form('other', true)).toContain('What for')
    expect(form('other', true)).toContain('I have checked who is asking')
    expect(form('other', false)).not.toContain('I have checked who is asking')
  })

  it('to who may not unlock it says who may', () => {
    expect(text(<NotAllowed who={['front-desk', 'manager']} />)).toContain('Who may: Front desk, Manager.')
  })

  it.each(['en', 'de'] as const)('renders on the server while it reads, in %s', (locale) => {
    const out = html(
      <UnlockDialog
        property="aurora"
        door={{ id: 'lck_204', label: '204' }}
        actions={{ unlock: async () => ({ ok: true, data: { instructionId: 'ins_1', answered: null } }) }}
        words={() => null}
        onClose={() => {}}
      />,
      locale,
    )
    expect(out).toContain('<dialog')
    expect(out).toContain('204')
  })
})
