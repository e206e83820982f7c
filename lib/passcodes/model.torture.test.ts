import { eq, inArray, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { createHouse, openDeskContext } from '../access/house'
import { createFirstConnection } from '../connections/first-connection'
import { closeLockServers } from '../connections/lock-server-of'
import { withTransaction } from '../db/database'
import { auditEvents } from '../db/schema/audit'
import { instructions } from '../db/schema/instructions'
import { locks } from '../db/schema/locks'
import { isDeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import { abandonInstructions } from '../instructions/abandon-instructions'
import type { Command, CommittedCommand } from '../instructions/command'
import { commitIntent } from '../instructions/commit-intent'
import type { InstructionFacts, Outcome, Phase, VendorStatus } from '../instructions/contract'
import { dismissInstruction } from '../instructions/dismiss-instruction'
import { recordOutcome } from '../instructions/record-outcome'
import { recordStatus } from '../instructions/record-status'
import { phaseOf } from '../instructions/rules'
import { sendCommand } from '../instructions/send-command'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { httpAnswer, type RawServer, startRawServer } from '../testing/raw-server'
import { tell, times } from '../testing/torture'
import { dayMs, hourMs, minuteMs, systemClock } from '../time/clock'
import { mayOpen, passcodeState } from './rules'

/**
 * The ledger beside a model of it in a few plain lines. Sending, its outcome and what other processes do run as they are,
 * over HTTP to a Lock Server that answers as the step says; the tracker's readings are written by the function it writes them with.
 */
type Kind = 'set-code' | 'cancel-code' | 'unlock' | 'guest-key'
type Answer = 'accepted' | 'rejected' | 'lost' | 'half'
type End = 'lives' | 'stops-before' | 'dies-before' | 'dies-after'

interface Expected {
  id: Id<'instruction'>
  kind: Kind
  variant: number
  key: string
  name: string
  /** The code that a cancel is for. */
  cancels: Expected | null
  sent: boolean
  outcome: Outcome | null
  reason: string | null
  status: VendorStatus | null
  settled: boolean
  dismissed: boolean
  /** How often an outcome was written: twice only when one thought dead knew better. */
  told: number
  trackUntil: number
  endsAt: number
}
interface Model {
  intents: Expected[]
  /** The window of the run's codes, as a reset of the lock and a wish to cancel end them. */
  lostAt: Map<Expected, number>
  wantedAt: Map<Expected, number>
}
type Step = fc.AsyncCommand<Model, null>

const ids = { lock: newId('lock') }
let desk: TestDesk
let server: RawServer
let next: Answer = 'accepted'
let onCommand: () => void = () => {}
let seen: string[] = []
const counted = { runs: 0, steps: 0, presses: 0, 'requests seen': 0, 'sent twice': 0 }

beforeAll(async () => {
  desk = await openDesk('embedded')
  server = await startRawServer((socket, request) => {
    if (request.includes('/accesstoken')) {
      const lifetimes = { accessToken_expires: 10_800_000, refreshToken_expires: 604_800_000 }
      return socket.write(httpAnswer(JSON.stringify({ ack: 0, access_token: 'a', refresh_token: 'b', ...lifetimes })))
    }
    const [, name = '', call = ''] = /\/locks\/([^/]+)\/(\w+)/.exec(request) ?? []
    seen.push(name)
    onCommand()
    const info = {
      ...(call === 'guestKey' ? { s_key_code: 'k' } : { s_instruction_id: `i${name}` }),
      ...(request.startsWith('POST') ? { s_guest_passwd: '482917' } : {}),
    }
    const right = JSON.stringify({ ack: 0, msg: 'succeed', info })
    switch (next) {
      case 'accepted':
        return socket.write(httpAnswer(right))
      case 'rejected':
        return socket.write(httpAnswer('{"ack":7,"msg":"no"}'))
      case 'half':
        return socket.write(httpAnswer(right.slice(0, 30)))
      case 'lost':
        return socket.destroy()
    }
  })
  await createFirstConnection(desk.system, {
    url: server.origin,
    username: 'testserver',
    password: '123456',
    pathStyle: 'documented',
  })
  const row = { id: ids.lock, name: 'A', room: '204', sortKey: '0204' }
  await withTransaction(desk.system, (tx) =>
    tx.insert(locks).values({ ...row, propertyId: desk.property.id, createdAt: desk.clock.now() }),
  )
})
afterAll(async () => {
  await desk.close()
  await server.close()
})

const lockOf = (name: string) => ({ id: ids.lock, name, label: '204' })
let names = 0

function commandOf(kind: Kind, startsAt: number, endsAt: number): Command {
  if (kind === 'set-code') return { kind, startsAt, endsAt, oneTime: false }
  if (kind === 'guest-key') return { kind, startsAt, endsAt }
  return kind === 'cancel-code' ? { kind, digits: '482917' } : { kind }
}
const committedOf = (one: Expected): CommittedCommand => ({
  instructionId: one.id,
  lock: lockOf(one.name),
  command: commandOf(one.kind, one.endsAt - hourMs, one.endsAt),
})

function step(name: string, run: (model: Model) => Promise<void>): Step {
  return {
    check: () => true,
    toString: () => name,
    async run(model) {
      counted.steps += 1
      await inTime(run(model), name)
      await agree(model)
    },
  }
}

/** A step that waits for a clock that nobody moves fails by its name. */
async function inTime(work: Promise<void>, name: string): Promise<void> {
  const late = new AbortController()
  const limit = systemClock.wait(20_000, late.signal).then(() => {
    if (!late.signal.aborted) throw new Error(`"${name}" does not end`)
  })
  await Promise.race([work, limit]).finally(() => late.abort())
}

const pressed = (kind: Kind, place: number, variant: number, answer: Answer, end: End): Step =>
  step(`${kind} key ${place}, body ${variant}, ${answer}, ${end}`, async (model) => {
    counted.presses += 1
    // Nobody presses so often in one minute.
    await desk.clock.advance(minuteMs)
    const keys = [...new Set(model.intents.map(({ key }) => key))]
    const key = keys[place % (keys.length + 2)] ?? newId('request')
    const process = end === 'lives' ? desk.house : createHouse({ ...desk.house })
    const ctx = openDeskContext(process, desk.as('manager').actor, desk.property)
    const name = `L${++names}`
    const startsAt = Math.floor(ctx.now / minuteMs) * minuteMs
    const endsAt = startsAt + hourMs
    const asked = { kind, variant }
    const intent = await withTransaction(ctx, (tx) =>
      commitIntent(ctx, tx, {
        kind,
        lock: lockOf(name),
        pressKey: key,
        asked,
        windowStartsAt: startsAt,
        windowEndsAt: endsAt,
      }),
    ).catch((error: unknown) => error)
    const earlier = model.intents.find((one) => one.key === key)
    if (earlier) {
      if (earlier.kind === kind && earlier.variant === variant) expect(intent).toEqual({ id: earlier.id, fresh: false })
      else expect(isDeskError(intent) && intent.code).toBe('press-key-reused')
      return
    }
    expect(intent).toMatchObject({ fresh: true })
    const one: Expected = {
      ...{ id: (intent as { id: Id<'instruction'> }).id, kind, variant, key, name, endsAt },
      ...{ sent: false, outcome: null, reason: null, status: null, settled: false, dismissed: false },
      ...{ told: 0, trackUntil: 0, cancels: null },
    }
    if (kind === 'cancel-code') {
      one.cancels = model.intents.findLast((each) => each.kind === 'set-code' && each.outcome === 'accepted') ?? null
      if (one.cancels && !model.wantedAt.has(one.cancels)) model.wantedAt.set(one.cancels, ctx.now)
    }
    model.intents.push(one)
    if (end !== 'dies-before') await send(one, answer, end, ctx)
    if (process !== desk.house) await closeLockServers(process.processId)
  })

async function send(one: Expected, answer: Answer, end: End, ctx: DeskContext): Promise<void> {
  next = answer
  let dead = false
  onCommand = () => {
    dead = end === 'dies-after'
    if (dead) ctx.background.stop()
  }
  if (end === 'stops-before') ctx.background.stop()
  // A database that a dead process no longer reaches.
  const db = new Proxy(ctx.db, {
    get(target, name) {
      if (dead && name === 'transaction') return () => Promise.reject(new Error('this process is dead'))
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const sending = sendCommand(end === 'dies-after' ? { ...ctx, db } : ctx, committedOf(one))
  if (end === 'dies-after') await expect(sending).rejects.toThrow('dead')
  else await sending
  await ctx.background.settled()
  onCommand = () => {}
  if (end === 'stops-before') return void tellOutcome(one, 'not-sent', 'stopping')
  one.sent = true
  if (end === 'dies-after') return
  if (answer === 'accepted') accept(one)
  else if (answer === 'rejected') tellOutcome(one, 'rejected', 'refused')
  else tellOutcome(one, 'unknown', answer === 'lost' ? 'reset' : 'not-json')
}

function tellOutcome(one: Expected, outcome: Outcome, reason: string | null): void {
  Object.assign(one, { outcome, reason, told: one.told + 1 })
}
function accept(one: Expected): void {
  tellOutcome(one, 'accepted', null)
  one.settled = one.kind === 'guest-key'
  one.trackUntil = desk.clock.now() + 10 * minuteMs
  if (one.kind !== 'unlock') one.trackUntil = Math.max(one.trackUntil, one.endsAt)
}

const at = (model: Model, place: number) => model.intents[place % Math.max(1, model.intents.length)]

const sentAgain = (place: number) =>
  step(`send ${place} again`, async (model) => {
    const one = at(model, place)
    if (one && (one.sent || one.outcome !== null)) await sendCommand(desk.as('manager'), committedOf(one))
  })
const abandoned = () =>
  step('another process abandons', async (model) => {
    const left = model.intents.filter(({ outcome }) => outcome === null)
    expect(await abandonInstructions(desk.outside('system'))).toBe(left.length)
    for (const one of left) tellOutcome(one, 'unknown', 'process-died')
  })
const knownBetter = (place: number, answer: 'accepted' | 'rejected') =>
  step(`who sent ${place} was alive: ${answer}`, async (model) => {
    const one = at(model, place)
    if (!one?.sent) return
    const vendorInstructionId = `i${one.name}`
    await recordOutcome(
      desk.as('manager'),
      committedOf(one),
      answer === 'accepted'
        ? { outcome: answer, answer: { vendorInstructionId } }
        : { outcome: answer, reason: 'refused' },
    )
    if (one.outcome !== null && one.reason !== 'process-died') return
    if (answer === 'accepted') accept(one)
    else tellOutcome(one, 'rejected', 'refused')
  })
const tracked = (place: number, status: VendorStatus) =>
  step(`status ${status} of ${place}`, async (model) => {
    const one = at(model, place)
    // As the tracker: what was accepted, until the end of its time.
    if (one?.outcome !== 'accepted' || desk.clock.now() >= one.trackUntil) return
    await recordStatus(desk.system, one.id, status)
    if (one.settled) return
    one.status = status
    one.settled = [1, 2, 4].includes(status)
  })
const dismissed = (place: number) =>
  step(`put ${place} away`, async (model) => {
    const one = at(model, place)
    if (!one) return
    const error = await dismissInstruction(desk.as('manager'), one.id).catch((thrown: unknown) => thrown)
    const underWay = ['waiting-turn', 'sending', 'accepted', 'waiting-push', 'waiting-door'].includes(phaseInModel(one))
    if (underWay) expect(isDeskError(error) && error.code).toBe('still-under-way')
    else expect(error).toBeUndefined()
    one.dismissed ||= !underWay
  })
const jumped = (ms: number) => step(`the clock jumps ${ms}`, async () => desk.clock.jump(ms))
const passed = (ms: number) => step(`${ms} ms pass`, async () => desk.clock.advance(ms))
const reset = (place: number) =>
  step(`the lock is reset, code ${place}`, async (model) => {
    const one = at(model, place)
    if (one?.kind === 'set-code' && !model.lostAt.has(one)) model.lostAt.set(one, desk.clock.now())
  })

function phaseInModel(one: Expected): Phase {
  if (one.outcome === null) return one.sent ? 'sending' : 'waiting-turn'
  if (one.outcome !== 'accepted') return one.outcome === 'unknown' ? 'no-answer' : one.outcome
  if (one.kind === 'guest-key') return 'done'
  const words = { 1: 'done', 2: 'failed', 4: 'not-pushed' } as const
  if (one.status === 1 || one.status === 2 || one.status === 4) return words[one.status]
  if (desk.clock.now() >= one.trackUntil) return 'unconfirmed'
  return one.status === null ? 'accepted' : one.status === 3 ? 'waiting-push' : 'waiting-door'
}

/** What must hold after every step. */
async function agree(model: Model): Promise<void> {
  const now = desk.clock.now()
  const rows = await desk.system.db.select().from(instructions).where(eq(instructions.propertyId, desk.property.id))
  const byId = new Map(rows.map((row) => [row.id, row]))
  expect(rows).toHaveLength(model.intents.length)
  // Requests ≤ intents, and each intent's own at most once.
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.slice().sort()).toEqual(model.intents.flatMap(({ sent, name }) => (sent ? [name] : [])).sort())
  for (const one of model.intents) {
    const row = byId.get(one.id)!
    const { outcome, outcomeReason: reason, status } = row
    expect({ outcome, reason, status }).toEqual({ outcome: one.outcome, reason: one.reason, status: one.status })
    expect([row.settledAt !== null, row.dismissedAt !== null]).toEqual([one.settled, one.dismissed])
    const phase = phaseOf(row as InstructionFacts, now)
    expect(phase).toBe(phaseInModel(one))
    if (phase === 'done' && one.kind !== 'guest-key') expect(row.status).toBe(1)
    if (one.kind === 'set-code') agreeOnCode(model, one, row as InstructionFacts, now)
  }
}

function agreeOnCode(model: Model, one: Expected, set: InstructionFacts, now: number): void {
  const cancels = model.intents.filter((each) => each.cancels === one)
  const confirmed = cancels.some(({ status }) => status === 1)
  const state = passcodeState(
    {
      ...{ startsAt: one.endsAt - hourMs, endsAt: one.endsAt, closedAt: null },
      ...{ cancelWantedAt: model.wantedAt.get(one) ?? null, lostAt: model.lostAt.get(one) ?? null, set },
      cancels: {
        confirmedAt: confirmed ? now : null,
        open: cancels.some((each) =>
          ['sending', 'accepted', 'waiting-push', 'waiting-door'].includes(phaseInModel(each)),
        ),
        tries: cancels.length,
        lastAt: null,
      },
    },
    now,
  )
  if (state === 'works-now') expect([set.outcome, set.status]).toEqual(['accepted', 1])
  if (state === 'cancelled') expect(confirmed).toBe(true)
  // A code that the door took, that no cancel ended and whose time is not over opens: nobody is told otherwise.
  const opens = one.status === 1 && !confirmed && !model.lostAt.has(one) && now < one.endsAt
  if (opens) expect(mayOpen(state)).toBe(true)
  if (one.outcome === 'unknown' && !model.lostAt.has(one) && now < one.endsAt) expect(state).toBe('no-answer')
}

async function clear(): Promise<void> {
  const db = desk.system.db
  seen = []
  await db.delete(instructions)
  await db.execute(sql`delete from pgboss.job`)
}

/** Each intent was told as often as the model says. */
async function agreeOnActivity(model: Model): Promise<void> {
  if (model.intents.length === 0) return
  const told = await desk.system.db
    .select({ id: auditEvents.instructionId, event: auditEvents.event })
    .from(auditEvents)
    .where(
      inArray(
        auditEvents.instructionId,
        model.intents.map(({ id }) => id),
      ),
    )
  for (const one of model.intents) {
    const answered = told.filter(({ id, event }) => id === one.id && event === 'instruction.answered')
    expect(answered).toHaveLength(one.told)
    expect(one.told).toBeLessThanOrEqual(2)
  }
}

test('the ledger and its codes agree with a model of them, whatever happens in whatever order (I1–I5, I8, I12, I16–I18)', {
  timeout: times(120_000, 3 * 3_600_000),
}, async () => {
  const place = fc.nat(30)
  const kind = fc.constantFrom<Kind>('set-code', 'set-code', 'cancel-code', 'unlock', 'guest-key')
  const answer = fc.constantFrom<Answer>('accepted', 'accepted', 'accepted', 'rejected', 'lost', 'half')
  const end = fc.constantFrom<End>('lives', 'lives', 'lives', 'stops-before', 'dies-before', 'dies-after')
  const status = fc.constantFrom<VendorStatus>(1, 2, 3, 4, 5)
  const steps: fc.Arbitrary<Step>[] = [
    fc.tuple(kind, place, fc.nat(1), answer, end).map((given) => pressed(...given)),
    fc.tuple(kind, place, fc.nat(1), answer, end).map((given) => pressed(...given)),
    place.map(sentAgain),
    fc.constant(null).map(abandoned),
    fc.tuple(place, fc.constantFrom('accepted' as const, 'rejected' as const)).map((given) => knownBetter(...given)),
    fc.tuple(place, status).map((given) => tracked(...given)),
    fc.tuple(place, status).map((given) => tracked(...given)),
    place.map(dismissed),
    fc.constantFrom(dayMs, -dayMs).map(jumped),
    fc.constantFrom(1_000, minuteMs, 11 * minuteMs, hourMs, 2 * hourMs).map(passed),
    place.map(reset),
  ]
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(...steps), { minLength: 40, maxLength: 40 }), async (commands) => {
      await clear()
      const model: Model = { intents: [], lostAt: new Map(), wantedAt: new Map() }
      await fc.asyncModelRun(() => ({ model, real: null }), commands)
      await agreeOnActivity(model)
      counted.runs += 1
      counted['requests seen'] += seen.length
      counted['sent twice'] += seen.length - new Set(seen).size
    }),
    { numRuns: times(12, 2_000) },
  )
  tell('model', counted)
})
