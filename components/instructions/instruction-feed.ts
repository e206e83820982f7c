import type { InstructionNews, InstructionView } from '@/lib/instructions/contract'
import type { Emergencies } from '@/lib/notices/contract'
import type { Instant } from '@/lib/time/clock'
import {
  beatMs,
  type Election,
  type ElectionStep,
  helloMs,
  leads,
  onLeave,
  onMessage,
  onTick,
  onVisibility,
  startElection,
} from './leader-election'
import { createNewsPoller, type Question, type Told } from './news-poller'
import { nextQuestion } from './next-question'
import type { LinkState, TabChannel, TabMessage, Want } from './tab-channel'

export type InstructionId = InstructionView['id']

/** What this tab knows; a new object with every change. */
export interface FeedSnapshot {
  views: ReadonlyMap<InstructionId, InstructionView>
  late: readonly InstructionView[]
  emergencies: Emergencies
  link: LinkState
  /** The server's time of the newest answer, and when that came by this tab's monotonic clock. */
  heardAt: Instant | null
  heardMs: number
}

export interface Follow {
  ids: readonly InstructionId[]
  /** What the page brought along. */
  views: readonly InstructionView[]
  alarm: boolean
}

export interface FeedParts {
  /** This tab's own name, random. */
  tab: string
  ask(question: Question, signal: AbortSignal): Promise<Told>
  /** Null: every tab asks for itself, with short holds. */
  openChannel(hear: (message: TabMessage) => void): TabChannel | null
  nowMs(): number
  visible(): boolean
  /** Calls every `ms` until stopped. */
  every(ms: number, call: () => void): () => void
  pause(ms: number, signal: AbortSignal): Promise<void>
  chance(): number
}

export interface InstructionFeed {
  snapshot(): FeedSnapshot
  subscribe(listener: () => void): () => void
  /** Follows until the returned function is called; when nothing is followed, nothing is asked. */
  follow(what: Follow): () => void
  visibilityChanged(): void
  /** The network may be back, or the page was: look at once. */
  wake(): void
  /** The page goes; `wake` brings it back. */
  leave(): void
}

export const nothingHeard: FeedSnapshot = {
  views: new Map(),
  late: [],
  emergencies: { mark: '', notices: [] },
  link: 'idle',
  heardAt: null,
  heardMs: 0,
}

/** What unmounts to mount again at once does not end the following. */
const graceMs = 1_000

/** The live side of instructions in one tab for one property: one tab of a browser asks, all are told. */
export function createInstructionFeed(parts: FeedParts): InstructionFeed {
  const { tab, nowMs } = parts
  const listeners = new Set<() => void>()
  const follows = new Set<Follow>()
  const others = new Map<string, Want>()
  const views = new Map<InstructionId, InstructionView>()
  let state: FeedSnapshot = { ...nothingHeard, views: new Map() }
  let channel: TabChannel | null = null
  let election: Election | null = null
  let stopTicks: (() => void) | null = null
  let asked: Question | null = null
  let turn = 0
  let failures = 0
  let askingSoon = false

  const leading = (): boolean => stopTicks !== null && (channel === null || (election !== null && leads(election)))
  const serverNow = (): Instant => (state.heardAt === null ? 0 : state.heardAt + (nowMs() - state.heardMs))

  const poller = createNewsPoller({
    ask: parts.ask,
    nowMs,
    pause: parts.pause,
    chance: parts.chance,
    question() {
      asked = question()
      turn += 1
      if (asked === null) setLink('idle')
      return asked
    },
    heard(told) {
      failures = told.ok ? 0 : failures + 1
      if (told.ok) return takeIn(told.news, true)
      // One failure alone is a blip, or this page being left.
      if (told.why !== 'unreachable') setLink(told.why, true)
      else if (failures > 1) setLink('broken', true)
      return false
    },
  })

  function change(next: Partial<FeedSnapshot>): void {
    state = { ...state, ...next }
    for (const listener of [...listeners]) listener()
  }

  function setLink(link: LinkState, tell = false): void {
    if (tell) channel?.send({ kind: 'link', tab, link })
    if (state.link !== link) change({ link })
  }

  function put(view: InstructionView): boolean {
    const known = views.get(view.id)
    if (known && known.version >= view.version) return false
    views.set(view.id, view)
    return true
  }

  function takeIn(news: InstructionNews, own: boolean): boolean {
    if (own) channel?.send({ kind: 'news', tab, news })
    const moved = [...news.moved, ...news.late].filter(put).length > 0
    const listed = (late: readonly InstructionView[]) => late.map(({ id, version }) => `${id}:${version}`).join()
    const { emergencies = state.emergencies } = news
    const isNew = moved || listed(news.late) !== listed(state.late) || emergencies.mark !== state.emergencies.mark
    change({
      ...(moved && { views: new Map(views) }),
      ...(isNew && { late: news.late, emergencies }),
      link: 'live',
      heardAt: news.now,
      heardMs: nowMs(),
    })
    return isNew
  }

  const ownWant = (): Want => ({
    seen: [...new Set([...follows].flatMap(({ ids }) => ids))].map((id) => [id, views.get(id)?.version ?? 0] as const),
    alarm: [...follows].some(({ alarm }) => alarm),
  })

  function question(): Question | null {
    const wants = [ownWant(), ...others.values()]
    const pace = failures > 0 ? 'find-back' : channel === null ? 'alone' : 'together'
    const { late, emergencies } = state
    return nextQuestion({ wants, views, late, emergencies: emergencies.mark, now: serverNow(), pace, turn })
  }

  /** Asks anew only when something is wanted that is not being asked for; once for all that mount together. */
  function askForMore(): void {
    if (askingSoon) return
    askingSoon = true
    queueMicrotask(() => {
      askingSoon = false
      if (!leading()) return
      const next = question()
      const lacking = next && [...next.seen.keys()].some((id) => !asked?.seen.has(id))
      if (next && (asked === null || lacking)) poller.again()
    })
  }

  function sayWant(): void {
    if (stopTicks) channel?.send({ kind: 'want', tab, ...ownWant() })
  }

  function take(step: ElectionStep): void {
    const before = election
    election = step.state
    for (const message of step.say) channel?.send(message)
    const led = before !== null && leads(before)
    if (leads(election) && !led) poller.again()
    if (!leads(election) && led) poller.rest()
    if (before?.leader?.tab !== election.leader?.tab) sayWant()
  }

  function hear(message: TabMessage): void {
    if (message.tab === tab || election === null) return
    switch (message.kind) {
      case 'want':
        others.set(message.tab, { seen: message.seen, alarm: message.alarm })
        answerWant(message)
        break
      case 'bye':
        others.delete(message.tab)
        break
      case 'news':
        takeIn(message.news, false)
        break
      case 'link':
        setLink(message.link)
        break
      case 'hello':
        sayWant()
        take(onMessage(election, message, nowMs()))
        break
      default:
        take(onMessage(election, message, nowMs()))
    }
  }

  /** The tab that asks has perhaps heard already what another still lacks. */
  function answerWant({ seen }: Want): void {
    if (!leading()) return
    const newer = seen.flatMap(([id, version]) => {
      const view = views.get(id)
      return view && view.version > version ? [view] : []
    })
    const { late, emergencies } = state
    if (state.heardAt !== null && (newer.length > 0 || late.length > 0 || emergencies.mark !== ''))
      channel?.send({ kind: 'news', tab, news: { now: serverNow(), moved: newer, late: [...late], emergencies } })
    askForMore()
  }

  function start(): void {
    if (stopTicks) return
    channel = parts.openChannel(hear)
    const tick = () => election && take(onTick(election, nowMs()))
    const stopBeats = parts.every(beatMs, tick)
    const hello = new AbortController()
    stopTicks = () => {
      stopBeats()
      hello.abort()
    }
    void parts.pause(helloMs, hello.signal).then(tick)
    if (channel) {
      take(startElection(tab, parts.visible(), nowMs()))
      sayWant()
    } else askForMore()
  }

  function wake(): void {
    if (follows.size === 0) return
    start()
    if (leading()) poller.again()
    else sayWant()
  }

  function leave(): void {
    if (!stopTicks) return
    if (election) for (const message of onLeave(election).say) channel?.send(message)
    channel?.send({ kind: 'bye', tab })
    channel?.close()
    stopTicks()
    channel = null
    election = null
    stopTicks = null
    asked = null
    others.clear()
    poller.rest()
    setLink('idle')
  }

  return {
    snapshot: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    follow(what) {
      follows.add(what)
      if (what.views.filter(put).length > 0) change({ views: new Map(views) })
      start()
      sayWant()
      askForMore()
      return () => {
        follows.delete(what)
        sayWant()
        if (follows.size === 0)
          void parts.pause(graceMs, new AbortController().signal).then(() => follows.size === 0 && leave())
      }
    },
    visibilityChanged() {
      if (election) take(onVisibility(election, parts.visible(), nowMs()))
      if (parts.visible()) wake()
    },
    wake,
    leave,
  }
}
