import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InstructionNews, InstructionView } from '@/lib/instructions/contract'
import { createFakeClock } from '@/lib/testing/fake-clock'
import { createInstructionFeed, type InstructionFeed, type InstructionId } from './instruction-feed'
import { pauseAfter, type Question, type Told } from './news-poller'
import type { TabMessage } from './tab-channel'

const id = (name: string) => `ins_${name}` as InstructionId

const view = (name: string, version: number, more: Partial<InstructionView> = {}): InstructionView => ({
  id: id(name),
  kind: 'unlock',
  lockId: 'lck_1',
  doorLabel: '204',
  lockName: 'MJ000204',
  actorLabel: 'Ann',
  reason: null,
  emergency: false,
  reasonNote: null,
  repeatsId: null,
  windowStartsAt: null,
  windowEndsAt: null,
  intendedAt: 1_000,
  sendingAt: 1_000,
  outcomeAt: 1_300,
  outcome: 'accepted',
  outcomeReason: null,
  vendorMessage: null,
  vendorInstructionId: '77',
  status: 5,
  pushedAt: 1_500,
  settledAt: null,
  trackUntilAt: 9_000_000_000_000,
  dismissedAt: null,
  version,
  ...more,
})

const done = { status: 1, settledAt: 2_000 } as const

/** A server that holds: answers when a row moved past the version named, or after the hold. */
function createServer(clock: ReturnType<typeof createFakeClock>) {
  const rows = new Map<InstructionId, InstructionView>()
  let late: InstructionView[] = []
  let down: Told | null = null
  const waiting = new Set<() => void>()
  const asked: Question[] = []
  const news = ({ seen }: Question): InstructionNews => ({
    now: clock.now(),
    moved: [...seen].flatMap(([key, version]) => {
      const row = rows.get(key)
      return row && row.version > version ? [row] : []
    }),
    late,
  })
  return {
    asked,
    held: () => waiting.size,
    set(row: InstructionView) {
      rows.set(row.id, row)
      for (const wake of [...waiting]) wake()
    },
    setLate(views: InstructionView[]) {
      late = views
      for (const wake of [...waiting]) wake()
    },
    fail(told: Told | null) {
      down = told
      for (const wake of [...waiting]) wake()
    },
    async ask(question: Question, signal: AbortSignal): Promise<Told> {
      asked.push(question)
      const until = clock.monotonicMs() + question.holdMs
      for (;;) {
        if (down) return down
        const answer = news(question)
        const fresh = answer.late.some(({ id, version }) => question.seen.get(id) !== version)
        if (answer.moved.length > 0 || fresh || signal.aborted || clock.monotonicMs() >= until)
          return { ok: true, news: answer }
        const round = new AbortController()
        const wake = () => round.abort()
        waiting.add(wake)
        signal.addEventListener('abort', wake)
        await clock.wait(until - clock.monotonicMs(), round.signal)
        waiting.delete(wake)
      }
    },
  }
}

/** Tabs that hear each other, each with its own feed. */
function createBrowser({ channels = true } = {}) {
  const clock = createFakeClock()
  const server = createServer(clock)
  const open = new Map<string, (message: TabMessage) => void>()
  let opened = 0
  return {
    clock,
    server,
    openTab(): InstructionFeed & { crash(): void; see(name: string): InstructionView | undefined } {
      const tab = `tab${String(opened++).padStart(2, '0')}`
      let dead = false
      const gone = new AbortController()
      const feed = createInstructionFeed({
        tab,
        ask(question, signal) {
          const ended = new AbortController()
          for (const one of [signal, gone.signal]) one.addEventListener('abort', () => ended.abort())
          return dead ? new Promise(() => {}) : server.ask(question, ended.signal)
        },
        openChannel: (hear) => {
          if (!channels) return null
          open.set(tab, hear)
          return {
            send: (message) => {
              if (dead) return
              for (const [name, other] of open)
                if (name !== tab) queueMicrotask(() => open.has(name) && other(structuredClone(message)))
            },
            close: () => open.delete(tab),
          }
        },
        nowMs: () => clock.monotonicMs(),
        visible: () => true,
        every(ms, call) {
          const stop = new AbortController()
          void (async () => {
            for (;;) {
              await clock.wait(ms, stop.signal)
              if (stop.signal.aborted || dead) return
              call()
            }
          })()
          return () => stop.abort()
        },
        pause: (ms, signal) => clock.wait(ms, signal),
        chance: () => 0.5,
      })
      return {
        ...feed,
        crash() {
          dead = true
          gone.abort()
          open.delete(tab)
        },
        see: (name) => feed.snapshot().views.get(id(name)),
      }
    },
  }
}

const follow = (name: string) => ({ ids: [id(name)], views: [], alarm: false })
const alarm = { ids: [], views: [], alarm: true }

describe('the live side of instructions in a browser', () => {
  it('ten tabs hold one request together, and every tab is told what it follows', async () => {
    const { clock, server, openTab } = createBrowser()
    const tabs = Array.from({ length: 10 }, openTab)
    for (const at of tabs.keys()) server.set(view(`i${at}`, 1))
    for (const [at, tab] of tabs.entries()) tab.follow(follow(`i${at}`))
    await clock.advance(3_000)
    expect(server.held()).toBe(1)
    for (const [at, tab] of tabs.entries()) expect(tab.see(`i${at}`)?.version).toBe(1)
    for (const at of tabs.keys()) server.set(view(`i${at}`, 2, done))
    await clock.advance(100)
    for (const [at, tab] of tabs.entries()) expect(tab.see(`i${at}`)?.version).toBe(2)
  })

  it('asking ends when everything is settled, and begins again with the next press', async () => {
    const { clock, server, openTab } = createBrowser()
    const tab = openTab()
    server.set(view('a', 1))
    tab.follow(follow('a'))
    await clock.advance(1_000)
    server.set(view('a', 2, done))
    await clock.advance(100)
    const before = server.asked.length
    await clock.advance(120_000)
    expect(server.asked.length).toBe(before)
    expect(tab.snapshot().link).toBe('idle')
    server.set(view('b', 1))
    tab.follow(follow('b'))
    await clock.advance(100)
    expect(tab.see('b')?.version).toBe(1)
  })

  it('a leader that vanishes without a word is followed up within two seconds, and nothing is missed', async () => {
    const { clock, server, openTab } = createBrowser()
    const [first, second] = [openTab(), openTab()]
    first.follow(alarm)
    await clock.advance(1_000)
    server.set(view('a', 1))
    second.follow(follow('a'))
    await clock.advance(1_000)
    first.crash()
    server.set(view('a', 2, done))
    await clock.advance(2_100)
    expect(second.see('a')?.version).toBe(2)
  })

  it('a failing server is asked at growing intervals, "not connected since" is said, and the first answer ends it', async () => {
    const { clock, server, openTab } = createBrowser()
    const tab = openTab()
    server.set(view('a', 1))
    tab.follow(follow('a'))
    await clock.advance(1_000)
    const { heardAt } = tab.snapshot()
    server.fail({ ok: false, why: 'unreachable' })
    await clock.advance(60_000)
    expect(tab.snapshot()).toMatchObject({ link: 'broken', heardAt })
    expect(server.asked.length).toBeLessThan(12)
    server.fail(null)
    server.set(view('a', 2, done))
    tab.wake()
    await clock.advance(10)
    expect(tab.see('a')?.version).toBe(2)
    expect(tab.snapshot().link).toBe('idle')
  })

  it('whoever is signed out is asked for once a minute only, and at once when there is a reason', async () => {
    const { clock, server, openTab } = createBrowser()
    const [first, second] = [openTab(), openTab()]
    first.follow(alarm)
    second.follow(alarm)
    await clock.advance(1_000)
    server.fail({ ok: false, why: 'signed-out' })
    await clock.advance(100)
    const before = server.asked.length
    await clock.advance(300_000)
    expect(server.asked.length - before).toBe(5)
    expect([first.snapshot().link, second.snapshot().link]).toEqual(['signed-out', 'signed-out'])
    server.fail(null)
    second.wake()
    first.wake()
    await clock.advance(1_500)
    expect(server.held()).toBe(1)
  })

  it('whoever may not see it any more is not asked for again', async () => {
    const { clock, server, openTab } = createBrowser()
    openTab().follow(alarm)
    await clock.advance(1_000)
    server.fail({ ok: false, why: 'not-allowed' })
    await clock.advance(100)
    const before = server.asked.length
    await clock.advance(300_000)
    expect(server.asked.length).toBe(before)
  })

  it('a single failure, as when a page is left, is not told as a broken connection', async () => {
    const { clock, server, openTab } = createBrowser()
    const tab = openTab()
    tab.follow(alarm)
    await clock.advance(1_000)
    server.fail({ ok: false, why: 'unreachable' })
    await clock.advance(100)
    expect(tab.snapshot().link).not.toBe('broken')
    await clock.advance(1_000)
    expect(tab.snapshot().link).toBe('broken')
    server.fail(null)
    await clock.advance(2_500)
    expect(tab.snapshot().link).toBe('live')
    await clock.advance(2_000)
    expect(server.held()).toBe(1)
  })

  it('a leader that leaves is followed up by one tab, not by all at once', async () => {
    const { clock, server, openTab } = createBrowser()
    const tabs = Array.from({ length: 8 }, openTab)
    for (const tab of tabs) {
      tab.follow(alarm)
      await clock.advance(70)
    }
    await clock.advance(2_000)
    const before = server.asked.length
    tabs[0]!.leave()
    await clock.advance(1_000)
    expect(server.asked.length - before).toBe(1)
    expect(server.held()).toBe(1)
  })

  it('a late unlock reaches every tab, and leaves every tab when it is put away', async () => {
    const { clock, server, openTab } = createBrowser()
    const tabs = [openTab(), openTab()]
    for (const tab of tabs) tab.follow(alarm)
    await clock.advance(1_000)
    server.setLate([view('late', 4, done)])
    await clock.advance(50)
    for (const tab of tabs) expect(tab.snapshot().late).toHaveLength(1)
    server.set(view('late', 5, { ...done, dismissedAt: 3_000 }))
    server.setLate([])
    await clock.advance(50)
    for (const tab of tabs) expect(tab.snapshot().late).toHaveLength(0)
  })

  it('an answer that says nothing new does not make the next question come at once', async () => {
    const { clock, server, openTab } = createBrowser()
    server.ask = async (question) => {
      server.asked.push(question)
      return { ok: true, news: { now: clock.now(), moved: [], late: [] } }
    }
    openTab().follow(follow('a'))
    await clock.advance(10_000)
    expect(server.asked.length).toBeLessThan(12)
  })

  it('without a channel between tabs each holds only for a moment and rests', async () => {
    const { clock, server, openTab } = createBrowser({ channels: false })
    const tab = openTab()
    server.set(view('a', 1))
    tab.follow(follow('a'))
    await clock.advance(10_000)
    expect(server.asked.every(({ holdMs }) => holdMs <= 1_000)).toBe(true)
    expect(server.asked.length).toBeLessThan(10)
    server.set(view('a', 2, done))
    await clock.advance(1_600)
    expect(tab.see('a')?.version).toBe(2)
  })

  it('what a page brought along never takes the place of something newer', async () => {
    const { clock, server, openTab } = createBrowser()
    const tab = openTab()
    server.set(view('a', 3))
    tab.follow(follow('a'))
    await clock.advance(1_000)
    tab.follow({ ids: [id('a')], views: [view('a', 1)], alarm: false })
    await clock.advance(100)
    expect(tab.see('a')?.version).toBe(3)
  })

  it('a tab that comes late with an old row is told by its leader how the thing ended', async () => {
    const { clock, server, openTab } = createBrowser()
    const first = openTab()
    server.set(view('a', 1))
    first.follow(follow('a'))
    await clock.advance(1_000)
    server.set(view('a', 2, done))
    await clock.advance(100)
    const second = openTab()
    second.follow({ ids: [id('a')], views: [view('a', 1)], alarm: false })
    await clock.advance(1_000)
    expect(second.see('a')).toMatchObject({ version: 2, status: 1 })
  })

  it('more instructions than one poll can name are all followed', async () => {
    const { clock, server, openTab } = createBrowser()
    const names = Array.from({ length: 450 }, (_, at) => `m${at}`)
    const tab = openTab()
    tab.follow({ ids: names.map(id), views: names.map((name) => view(name, 1)), alarm: false })
    for (const name of names) server.set(view(name, 1))
    await clock.advance(1_000)
    for (const name of names) server.set(view(name, 2, done))
    await clock.advance(5_000)
    expect(names.filter((name) => tab.see(name)?.version !== 2)).toEqual([])
    expect(Math.max(...server.asked.map(({ seen }) => seen.size))).toBe(200)
  })

  it('whatever tabs come, go, crash and wake, each open tab ends with the newest version of what it follows', async () => {
    const event = fc.record({
      what: fc.constantFrom('open', 'crash', 'leave', 'wake', 'move', 'fail', 'mend', 'wait'),
      at: fc.nat(3),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
        const { clock, server, openTab } = createBrowser()
        const tabs: ReturnType<typeof openTab>[] = []
        const versions = [1, 1, 1, 1]
        for (const at of versions.keys()) server.set(view(`r${at}`, 1))
        for (const { what, at } of events) {
          const tab = tabs[at]
          if (what === 'open') {
            const fresh = openTab()
            fresh.follow({ ids: [id(`r${at}`), id(`r${(at + 1) % 4}`)], views: [], alarm: true })
            tabs.push(fresh)
          }
          if (what === 'crash' && tab) {
            tab.crash()
            tabs.splice(at, 1)
          }
          if (what === 'leave' && tab) tab.leave()
          if (what === 'wake' && tab) tab.wake()
          if (what === 'move') server.set(view(`r${at}`, ++versions[at]!))
          if (what === 'fail') server.fail({ ok: false, why: 'unreachable' })
          if (what === 'mend') server.fail(null)
          if (what === 'wait') await clock.advance(100 + at * 700)
        }
        server.fail(null)
        for (const tab of tabs) tab.wake()
        await clock.advance(3_000)
        for (const tab of tabs)
          for (const [key, seen] of tab.snapshot().views) expect(seen.version).toBe(versions[Number(key.slice(-1))])
        if (tabs.length > 0) expect(server.held()).toBe(1)
        for (const tab of tabs) expect(tab.snapshot().views.size).toBeGreaterThan(0)
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})

it('pauses between failures double up to half a minute and are spread', () => {
  expect([1, 2, 3, 20].map((failures) => pauseAfter(failures, 0.5))).toEqual([500, 1_000, 2_000, 30_000])
  expect(pauseAfter(1, 0)).toBeLessThan(pauseAfter(1, 1))
})
