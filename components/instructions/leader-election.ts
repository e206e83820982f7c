/** Which tab of this browser asks the server for all of them. Pure: what is heard and when decides, nothing else. */

export type ElectionMessage =
  /** A new tab asks whether anybody leads. */
  | { kind: 'hello'; tab: string }
  /** The leader's beat. A higher term wins; of equal terms the smaller tab. */
  | { kind: 'lead'; tab: string; term: number; visible: boolean }
  /** The leader goes. */
  | { kind: 'resign'; tab: string; term: number }

interface Leader {
  tab: string
  term: number
  visible: boolean
}

export interface Election {
  readonly tab: string
  readonly visible: boolean
  /** The highest term heard of. */
  readonly term: number
  /** Who leads as far as this tab knows; itself included. */
  readonly leader: Leader | null
  /** When the leader was last heard, by this tab's monotonic clock. */
  readonly heardMs: number
}

export interface ElectionStep {
  state: Election
  say: ElectionMessage[]
}

/** The leader says so this often. */
export const beatMs = 500
/** A visible tab waits so long for a beat that does not come (a tab closed, crashed or frozen). */
export const patienceMs = 1_500
/** Hidden tabs' timers run once a minute at worst, the leader's beat too; nobody looks at them. */
export const hiddenPatienceMs = 150_000
/** A new tab waits so long for an answer to its hello. */
export const helloMs = 150

const patienceOf = (visible: boolean): number => (visible ? patienceMs : hiddenPatienceMs)

export const leads = ({ leader, tab }: Election): boolean => leader?.tab === tab

export function startElection(tab: string, visible: boolean, nowMs: number): ElectionStep {
  const state = { tab, visible, term: 0, leader: null, heardMs: nowMs - patienceOf(visible) + helloMs }
  return { state, say: [{ kind: 'hello', tab }] }
}

/** Time passed. */
export function onTick(state: Election, nowMs: number): ElectionStep {
  if (leads(state)) return { state, say: [beatOf(state)] }
  return nowMs - state.heardMs >= patienceOf(state.visible) ? claim(state, nowMs) : quiet(state)
}

export function onMessage(state: Election, message: ElectionMessage, nowMs: number): ElectionStep {
  if (message.tab === state.tab) return quiet(state)
  switch (message.kind) {
    case 'hello':
      return { state, say: leads(state) ? [beatOf(state)] : [] }
    case 'lead':
      return hearLeader(state, message, nowMs)
    case 'resign':
      return message.tab === state.leader?.tab ? quiet(overdue({ ...state, leader: null }, nowMs)) : quiet(state)
  }
}

/** The tab was hidden or shown. Who is shown leads: a hidden tab's timers are slowed down. */
export function onVisibility(state: Election, visible: boolean, nowMs: number): ElectionStep {
  const seen: Election = { ...state, visible }
  if (leads(state)) {
    const own: Election = { ...seen, leader: { tab: state.tab, term: state.term, visible } }
    return { state: own, say: [beatOf(own)] }
  }
  const silent = nowMs - state.heardMs >= patienceMs
  return visible && (silent || state.leader?.visible === false) ? claim(seen, nowMs) : quiet(seen)
}

/** The tab goes, or has nothing to ask any more. */
export function onLeave(state: Election): ElectionStep {
  if (!leads(state)) return quiet(state)
  return { state: { ...state, leader: null }, say: [{ kind: 'resign', tab: state.tab, term: state.term }] }
}

/** To be claimed at this tab's next tick: ticks of several tabs are spread, so that the first of them settles it. */
const overdue = (state: Election, nowMs: number): Election => ({
  ...state,
  heardMs: nowMs - patienceOf(state.visible),
})

const quiet = (state: Election): ElectionStep => ({ state, say: [] })

const beatOf = ({ tab, term, visible }: Election): ElectionMessage => ({ kind: 'lead', tab, term, visible })

function claim(state: Election, nowMs: number): ElectionStep {
  const term = state.term + 1
  const { tab, visible } = state
  const own: Election = { ...state, term, leader: { tab, term, visible }, heardMs: nowMs }
  return { state: own, say: [beatOf(own)] }
}

function hearLeader(state: Election, { tab, term, visible }: Leader, nowMs: number): ElectionStep {
  const known = state.leader
  if (known && known.tab !== tab && !beats({ tab, term }, known)) {
    // A tab that slept through an election: told by whoever leads now.
    return { state, say: leads(state) ? [beatOf(state)] : [] }
  }
  const heard: Election = { ...state, term: Math.max(state.term, term), leader: { tab, term, visible }, heardMs: nowMs }
  return quiet(state.visible && !visible ? overdue(heard, nowMs) : heard)
}

const beats = (one: { tab: string; term: number }, other: { tab: string; term: number }): boolean =>
  one.term > other.term || (one.term === other.term && one.tab < other.tab)
