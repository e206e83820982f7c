import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  beatMs,
  type Election,
  type ElectionMessage,
  type ElectionStep,
  helloMs,
  hiddenPatienceMs,
  leads,
  onLeave,
  onMessage,
  onTick,
  onVisibility,
  patienceMs,
  startElection,
} from './leader-election'

/** Tabs of one browser on one timeline: messages take their time, timers of hidden tabs run late, tabs freeze. */
class Browser {
  nowMs = 0
  readonly tabs = new Map<string, { state: Election; frozen: boolean; nextTickMs: number; inbox: Delivery[] }>()

  constructor(readonly delayMs: () => number) {}

  open(name: string, visible: boolean): void {
    const step = startElection(name, visible, this.nowMs)
    this.tabs.set(name, { state: step.state, frozen: false, nextTickMs: this.nowMs + helloMs, inbox: [] })
    this.#send(name, step.say)
  }

  /** Closed properly, or crashed without a word. */
  close(name: string, crashed: boolean): void {
    const tab = this.tabs.get(name)
    if (!tab) return
    if (!crashed) this.#take(name, onLeave(tab.state))
    this.tabs.delete(name)
  }

  show(name: string, visible: boolean): void {
    const tab = this.tabs.get(name)
    if (tab && !tab.frozen) this.#take(name, onVisibility(tab.state, visible, this.nowMs))
  }

  freeze(name: string, frozen: boolean): void {
    const tab = this.tabs.get(name)
    if (tab) tab.frozen = frozen
  }

  run(ms: number, look: () => void = () => {}): void {
    const end = this.nowMs + ms
    while (this.nowMs < end) {
      this.nowMs += 50
      for (const [name, tab] of [...this.tabs]) {
        if (tab.frozen) continue
        for (const { message } of tab.inbox.filter(({ atMs }) => atMs <= this.nowMs))
          this.#take(name, onMessage(this.tabs.get(name)!.state, message, this.nowMs))
        tab.inbox = tab.inbox.filter(({ atMs }) => atMs > this.nowMs)
        if (tab.nextTickMs > this.nowMs) continue
        tab.nextTickMs = this.nowMs + (tab.state.visible ? beatMs : 1_000)
        this.#take(name, onTick(tab.state, this.nowMs))
      }
      look()
    }
  }

  leaders(): string[] {
    return [...this.tabs].flatMap(([name, { state, frozen }]) => (leads(state) && !frozen ? [name] : []))
  }

  #take(name: string, step: ElectionStep): void {
    const tab = this.tabs.get(name)
    if (tab) tab.state = step.state
    this.#send(name, step.say)
  }

  #send(from: string, messages: readonly ElectionMessage[]): void {
    for (const message of messages) {
      for (const [name, tab] of this.tabs) {
        if (name === from) continue
        const earliest = tab.inbox.filter((one) => one.message.tab === from).at(-1)?.atMs ?? 0
        tab.inbox.push({ atMs: Math.max(earliest, this.nowMs + this.delayMs()), message })
      }
    }
  }
}

interface Delivery {
  atMs: number
  message: ElectionMessage
}

const promptly = () => 5

describe('leader election among the tabs of a browser', () => {
  it('a lone tab leads within a quarter of a second, so that nobody waits for an election', () => {
    const browser = new Browser(promptly)
    browser.open('a', true)
    browser.run(250)
    expect(browser.leaders()).toEqual(['a'])
  })

  it('a second tab lets the first go on leading', () => {
    const browser = new Browser(promptly)
    browser.open('b', true)
    browser.run(2_000)
    browser.open('a', true)
    browser.run(5_000, () => expect(browser.leaders()).toEqual(['b']))
  })

  it.each([
    ['closed', false],
    ['crashed', true],
  ])('a %s leader is followed up within two seconds', (_, crashed) => {
    const browser = new Browser(promptly)
    for (const name of ['a', 'b', 'c']) browser.open(name, true)
    browser.run(3_000)
    const [leader = ''] = browser.leaders()
    browser.close(leader, crashed)
    browser.run(patienceMs + beatMs - 50)
    expect(browser.leaders()).not.toHaveLength(0)
    browser.run(50)
    expect(browser.leaders()).toHaveLength(1)
  })

  it('a frozen leader is followed up within two seconds and steps back when it wakes', () => {
    const browser = new Browser(promptly)
    for (const name of ['a', 'b']) browser.open(name, true)
    browser.run(3_000)
    const [first = ''] = browser.leaders()
    browser.freeze(first, true)
    browser.run(patienceMs + beatMs)
    const [second = ''] = browser.leaders()
    expect(second).not.toBe('')
    browser.freeze(first, false)
    browser.run(beatMs + 200)
    expect(browser.leaders()).toEqual([second])
  })

  it('a tab that is shown takes over from one that is hidden', () => {
    const browser = new Browser(promptly)
    browser.open('a', true)
    browser.open('b', false)
    browser.run(1_000)
    browser.show('a', false)
    browser.show('b', true)
    browser.run(200)
    expect(browser.leaders()).toEqual(['b'])
  })

  it('of many tabs one alone claims when the leader goes, so that the server is not asked by all of them', () => {
    const browser = new Browser(promptly)
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      browser.open(name, true)
      browser.run(130)
    }
    browser.run(3_000)
    browser.close(browser.leaders()[0]!, false)
    browser.run(beatMs + 50, () => expect(browser.leaders().length).toBeLessThanOrEqual(1))
    expect(browser.leaders()).toHaveLength(1)
  })

  it('a tab that was shown all along takes over from a leader that is hidden', () => {
    const browser = new Browser(promptly)
    for (const name of ['a', 'b']) browser.open(name, true)
    browser.run(1_000)
    browser.show('a', false)
    browser.run(beatMs + 100)
    expect(browser.leaders()).toEqual(['b'])
  })

  it('hidden tabs bear a leader whose timers run once a minute', () => {
    const { state } = startElection('b', false, 0)
    const led = onMessage(state, { kind: 'lead', tab: 'a', term: 3, visible: false }, 100).state
    expect(leads(onTick(led, 61_000).state)).toBe(false)
    expect(leads(onTick(led, 100 + hiddenPatienceMs).state)).toBe(true)
  })

  it('whatever happened before, two quiet seconds later exactly one tab leads, and it is shown if any is', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd')
    const event = fc.oneof(
      fc.record({ what: fc.constant('open' as const), name, flag: fc.boolean() }),
      fc.record({ what: fc.constant('close' as const), name, flag: fc.boolean() }),
      fc.record({ what: fc.constant('show' as const), name, flag: fc.boolean() }),
      fc.record({ what: fc.constant('freeze' as const), name, flag: fc.boolean() }),
      fc.record({ what: fc.constant('run' as const), name, flag: fc.boolean() }),
    )
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 40 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 60 })),
        (events, delays) => {
          const browser = new Browser(() => delays.next().value ?? 0)
          for (const { what, name, flag } of events) {
            if (what === 'open' && !browser.tabs.has(name)) browser.open(name, flag)
            if (what === 'close') browser.close(name, flag)
            if (what === 'show') browser.show(name, flag)
            if (what === 'freeze') browser.freeze(name, flag)
            if (what === 'run') browser.run(flag ? 100 : 2_500)
          }
          for (const name of browser.tabs.keys()) browser.freeze(name, false)
          const shown = [...browser.tabs.values()].some(({ state }) => state.visible)
          browser.run(shown ? patienceMs + 2 * beatMs : hiddenPatienceMs + 2_000)
          const leaders = browser.leaders()
          expect(leaders).toHaveLength(Math.min(1, browser.tabs.size))
          if (shown) expect(browser.tabs.get(leaders[0]!)?.state.visible).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
