import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { DoorWarnings } from '@/components/instructions/door-warnings'
import type { DoorBrief } from '@/lib/front-desk/contract'
import type { PasscodeDetail } from '@/lib/passcodes/contract'
import { english } from '@/messages/english'
import { german } from '@/messages/german'
import { CodeDetail } from './code-detail'
import { draftFor, IssueCodeForm } from './issue-code-form'
import type { CodeHouse, CodeView, PasscodeActions } from './passcode-contract'

const nothing = () => undefined
const router = { push: nothing, replace: nothing, prefetch: nothing, refresh: nothing, back: nothing, forward: nothing }

function html(node: ReactNode, locale: 'en' | 'de' = 'en'): string {
  return renderToString(
    <AppRouterContext.Provider value={router as never}>
      <QueryClientProvider client={new QueryClient()}>
        <NextIntlClientProvider locale={locale} messages={locale === 'en' ? english : german} timeZone="UTC">
          {node}
        </NextIntlClientProvider>
      </QueryClientProvider>
    </AppRouterContext.Provider>,
  ).replaceAll('<!-- -->', '')
}

const now = Date.parse('2026-06-10T12:00:00Z')
const times = {
  timeZone: 'Europe/Berlin',
  arrivalTime: '15:00',
  departureTime: '11:00',
  hotelDayEndsAt: '05:00',
  codeMarginMinutes: 30,
  walkInLeadMinutes: 15,
}
const brief: DoorBrief = {
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
  hearing: [],
  occupancy: null,
  guests: null,
  openers: [],
  source: null,
  justPressed: null,
  usualUnlockMs: null,
  may: { unlock: true, emergency: true, issueGuestKey: true, issueLong: false },
  whoUnlocks: ['front-desk', 'manager'],
  timeZone: 'Europe/Berlin',
  times,
  mobileKeysOn: true,
  reasons: ['other'],
}
const press = { busy: false, refused: null, attempt: 0, run: async () => null, clear: nothing }
const form = (more: Partial<DoorBrief>, locale: 'en' | 'de' = 'en') => {
  const given = { ...brief, ...more }
  const props = { id: 'f', brief: given, draft: draftFor(given), press, mayIssueLong: false }
  return html(<IssueCodeForm {...props} onDraft={nothing} onSubmit={nothing} />, locale)
}

describe('what Issue code begins with', () => {
  it('is an empty form with the offered window, or the guest and what is left of the window of a code that is gone (rule 10)', () => {
    const offered = draftFor({ times, now })
    expect(offered.guestName).toBe('')
    const [startsAt, endsAt] = [now - 86_400_000, Date.parse('2026-06-14T09:30:00Z')]
    expect(draftFor({ times, now }, { guest: 'Ada Byron', startsAt, endsAt })).toEqual({
      ...offered,
      guestName: 'Ada Byron',
      until: '2026-06-14T11:30',
    })
    const later = Date.parse('2026-06-11T13:00:00Z')
    expect(draftFor({ times, now }, { guest: null, startsAt: later, endsAt })).toEqual({
      ...offered,
      from: '2026-06-11T15:00',
      until: '2026-06-14T11:30',
    })
  })
})

describe('the form of Issue code', () => {
  it('offers a walk-in from a quarter of an hour ago until tomorrow’s departure with its margin (rule 2)', () => {
    const out = form({})
    expect(out).toContain('value="Wed 10 Jun 2026"')
    expect(out).toContain('value="13:45"')
    expect(out).toContain('value="Thu 11 Jun 2026"')
    expect(out).toContain('value="11:30"')
    for (const name of ['1 night', '2 nights', '3 nights', 'One-time code', 'Note']) expect(out).toContain(name)
  })

  it('says how many other codes keep working, and what opens the door that nobody can take back (rule 7)', () => {
    const until = { startsAt: now, endsAt: now + 86_400_000 }
    const out = form({
      openers: [
        { id: 'psc_bo', kind: 'code', why: 'serves', guestName: 'Bo Diddley', ...until },
        { id: 'gky_cy', kind: 'mobile-key', why: 'cannot-be-recalled', guestName: 'Cy Young', ...until },
        {
          id: 'psc_gone',
          kind: 'code',
          why: 'serves',
          guestName: 'Long Gone',
          startsAt: now - 9,
          endsAt: now - 3_600_000,
        },
      ],
    })
    expect(out).toContain('Adds a code; 1 other keeps working.')
    expect(out).toContain('Cy Young')
    expect(out).not.toContain('Long Gone')
    expect(form({})).toContain('no other is known here')
  })

  it('does not count the code that is about to be replaced among what else opens the door', () => {
    const one = { kind: 'code', why: 'serves', startsAt: now, endsAt: now + 86_400_000 } as const
    const openers: DoorBrief['openers'] = [
      { ...one, id: 'psc_old', guestName: 'Ada Byron' },
      { ...one, id: 'psc_other', guestName: 'Bo Diddley' },
      { ...one, id: null, kind: 'shared-key', why: 'cannot-be-recalled', guestName: 'Cy Young' },
    ]
    const told = (except?: 'psc_old') =>
      html(<DoorWarnings brief={{ ...brief, openers }} startsAt={now} {...(except && { except })} />)
    expect(told('psc_old')).toContain('2 other things open 204 too')
    expect(told('psc_old')).not.toContain('Ada Byron')
    expect(told()).toContain('3 other things open 204 too')
  })

  it('says before the press that a code would not get there, and that those on the door still work', () => {
    const cut = { door: { ...brief.door, reach: 'no-contact' as const }, noContactSinceAt: now - 600_000 }
    const out = form(cut)
    expect(out).toContain('New codes cannot reach 204 since today 13:50')
    expect(out).toContain('Codes already on the door still work.')
    expect(form(cut, 'de')).toContain('Neue Codes erreichen 204 seit heute 13:50 nicht')
  })
})

const code: PasscodeDetail = {
  id: 'psc_1',
  lockId: 'lck_204',
  doorLabel: '204',
  lockName: 'MJ000204',
  stayId: 'sty_1',
  guestName: '<script>Ada</script>',
  bookingNumber: null,
  state: 'cancel-failed',
  startsAt: now - 3_600_000,
  endsAt: now + 3_600_000,
  oneTime: false,
  note: null,
  attempt: 1,
  unfit: null,
  usedAnyway: false,
  usedAnywayNote: null,
  insteadOfId: null,
  replacesId: null,
  handOverAt: null,
  cancelWantedAt: now,
  cancels: { confirmedAt: null, open: false, tries: 1, lastAt: now },
  closedReason: null,
  closedNote: null,
  caseNote: null,
  createdAt: now - 3_600_000,
  actorLabel: 'Clara',
  setInstructionId: 'ins_1',
  lastCancelInstructionId: null,
  instructions: [],
}
const may = {
  issue: true,
  issueLong: false,
  cancel: true,
  show: true,
  useUnfit: true,
  look: true,
  noteCase: false,
  close: false,
  dismiss: true,
}
const house: CodeHouse = { slug: 'hotel', times, reasons: ['other'], may }
const page = (more: Partial<PasscodeDetail>, about: Partial<CodeView> = {}) => {
  const shown = { ...code, ...more }
  const view: CodeView = { now, code: shown, attempts: [shown], later: [], replaced: null, unreached: null, ...about }
  return html(<CodeDetail view={view} house={house} actions={{ words: () => null } as never as PasscodeActions} />)
}

describe('the page of a code', () => {
  it('a failed cancel says that the code still opens, and offers to ask again (I8)', () => {
    const out = page({})
    expect(out).toContain('Still opens until today 15:00, asking again')
    expect(out).toContain('Ask for the cancel again')
  })

  it('a cancelled code says when the door confirmed it, and has no digits to show', () => {
    const out = page({ state: 'cancelled', cancels: { ...code.cancels, confirmedAt: now } })
    expect(out).toContain('Cancelled (door confirmed 14:00)')
    expect(out).not.toContain('>Show<')
  })

  it('a possible unknown code says so, and only who may close it gets the button (I4)', () => {
    const out = page({ state: 'no-answer', cancelWantedAt: null })
    expect(out).toContain('Possible unknown code: 204 may open for it until today 15:00')
    expect(out).not.toContain('>Close<')
  })

  it('says what a code waits for while no gateway near the door has contact, and of the old code whether it still opens', () => {
    const waits = { state: 'waiting-door', cancelWantedAt: null } as const
    const unreached = { why: 'no-contact', sinceAt: now - 600_000 } as const
    const out = page(waits, { unreached, replaced: { ...code, id: 'psc_0', state: 'cancelling' } })
    expect(out).toContain('No gateway near 204 has contact since 13:50')
    expect(out).toContain('Until then it does not open.')
    expect(out).toContain('Cancelling, still opens until today 15:00')
    expect(out).toContain('href="/hotel/keys/psc_0"')
    expect(page(waits)).not.toContain('No gateway near')
  })

  it('what is being cancelled is not handed out any more', () => {
    const out = page({ state: 'cancelling', cancels: { ...code.cancels, open: true } })
    for (const words of ['Copy', 'Print slip', 'Ask for the cancel again']) expect(out).not.toContain(words)
  })

  it('what no door took was asked for, and a next try names the person behind it', () => {
    const failed = page({ state: 'failed' })
    expect(failed).toContain('Asked for')
    const next = { ...code, id: 'psc_2', attempt: 2, actorLabel: 'Keydesk' } as const
    expect(page(next, { attempts: [code, next] })).toContain('by Clara, replaced by Keydesk')
  })

  it('names are text, whatever is in them (I26)', () => {
    expect(page({})).toContain('&lt;script&gt;Ada')
  })
})
