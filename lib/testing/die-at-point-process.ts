/**
 * A process of its own for tests: a Keydesk without pages that kills itself (`SIGKILL`) at a named point of one command. By
 * argv[2] (JSON): settings, point, command, lock and the emulator's control address. Says `found {…}` first: what is on record.
 */
import { is, SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Actor } from '../access/actor'
import { createHouse, moveIn, openDeskContext, openHouseContext } from '../access/house'
import { createSealer } from '../crypto/sealer'
import type { Database, Transaction } from '../db/database'
import type { Home } from '../db/home'
import { openHome } from '../db/open-home'
import { instructions } from '../db/schema/instructions'
import { leases } from '../db/schema/leases'
import { lockServerSessions } from '../db/schema/lock-server'
import { passcodes } from '../db/schema/passcodes'
import { people, rateCounts } from '../db/schema/staff'
import { readSettings } from '../env/settings'
import { listToDo } from '../front-desk/list-to-do'
import { issueGuestKey } from '../guest-keys/issue-guest-key'
import { type Id, newId } from '../ids/ids'
import { firstStart } from '../jobs/first-start'
import { startJobs } from '../jobs/start-jobs'
import { nameLock } from '../locks/name-lock'
import { listLocks } from '../locks/queries'
import { createLog } from '../log/log'
import { cancelPasscode } from '../passcodes/cancel-passcode'
import { getPasscode } from '../passcodes/queries'
import { setUpPasscode } from '../passcodes/set-up-passcode'
import { showPasscode } from '../passcodes/show-passcode'
import { issuePermanentKey } from '../permanent-keys/issue-permanent-key'
import { listPermanentKeys } from '../permanent-keys/queries'
import { changeProperty } from '../properties/change-property'
import { listAllProperties } from '../properties/queries'
import { dayMs, secondMs, systemClock } from '../time/clock'
import { unlockDoor } from '../unlocks/unlock-door'
import type { KillPoint, KillRecord, KillTask } from './kill-points'
import { callOf, instructionKindOf } from './kill-points'

const task = JSON.parse(process.argv[2] ?? '{}') as KillTask
const say = (words: string) => process.stdout.write(`${words}\n`)

/** As by `kill -9`: not one more step of this program is taken. */
function die(): never {
  process.kill(process.pid, 'SIGKILL')
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

/** What this life's command is; null until it is pressed. */
let armed: { lockId: Id<'lock'> } | null = null
const isAt = (point: KillPoint) => task.point === point && armed !== null

/** What the transaction about to commit has written of the command: only rows of its own (`xmin`). */
async function reachedIn(tx: Transaction): Promise<{ before: KillPoint[]; after: KillPoint[] }> {
  const kind = instructionKindOf[task.command]
  const { rows } = await tx.execute<{ what: string }>(`
    with mine as (select (pg_current_xact_id_if_assigned()::text::bigint & 4294967295)::text as xid)
    select case when i.outcome is not null then 'outcome' when i.sending_at is not null then 'mark' else 'intent' end as what
      from instructions i, mine where i.xmin::text = mine.xid and i.kind = '${kind}' and i.lock_id = '${armed?.lockId}'
    union all select 'tokens' from lock_server_sessions s, mine
      where s.xmin::text = mine.xid and s.refresh_sealed is not null and s.access_due_at > clock_timestamp()`)
  const wrote = (what: string) => rows.some((row) => row.what === what)
  return {
    before: [
      ...(wrote('intent') ? (['before-intent'] as const) : []),
      ...(wrote('outcome') ? (['answer-uncommitted'] as const) : []),
      ...(wrote('tokens') ? (['token-not-stored'] as const) : []),
    ],
    after: [
      ...(wrote('intent') ? (['after-intent'] as const) : []),
      ...(wrote('mark') ? (['after-mark'] as const) : []),
      ...(wrote('outcome') ? (['after-outcome'] as const) : []),
    ],
  }
}

/** What statements that are transactions by themselves have brought of the command: its lock's turn, the mark before its first byte, its outcome. */
async function reachedAlone(): Promise<KillPoint[]> {
  const kind = instructionKindOf[task.command]
  const { rows } = await opened.db.execute<{ point: KillPoint }>(`
    select 'after-lease' as point from leases l join instructions i on i.id = l.holder
      where l.name = 'lock:${armed?.lockId}' and i.kind = '${kind}'
    union all select 'after-mark' from instructions
      where lock_id = '${armed?.lockId}' and kind = '${kind}' and sending_at is not null and outcome is null
    union all select 'after-outcome' from instructions
      where lock_id = '${armed?.lockId}' and kind = '${kind}' and outcome is not null`)
  return rows.map(({ point }) => point)
}

const dialect = new PgDialect()
/** The outcome of a command that nothing follows up is one statement (`lib/instructions/record-outcome.ts`). */
const bringsOutcome = (asked: unknown): boolean =>
  is(asked, SQL) && dialect.sqlToQuery(asked).sql.includes('given_back as (')

/** A statement that is not yet awaited, looked after once it was; so are those that its methods build. */
function watchedAlone<T extends object>(statement: T): T {
  return new Proxy(statement, {
    get(target, name) {
      const value = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      if (name !== 'then')
        return (...asked: unknown[]) => {
          const next: unknown = value.apply(target, asked)
          return typeof next === 'object' && next !== null ? watchedAlone(next) : next
        }
      const done = async () => {
        const result = await (target as PromiseLike<unknown>)
        if (armed && (await reachedAlone()).some(isAt)) die()
        return result
      }
      return (...asked: Parameters<PromiseLike<unknown>['then']>) => done().then(...asked)
    },
  })
}

/** The same home: its transactions looked at just before and just after they commit, and what is one by itself just after. */
function watched(home: Home): Home {
  const bound = <T extends object>(target: T, name: string | symbol): unknown => {
    const value = Reflect.get(target, name)
    return typeof value === 'function' ? value.bind(target) : value
  }
  const transaction = async <T>(run: (tx: Transaction) => Promise<T>, config?: object): Promise<T> => {
    let after: KillPoint[] = []
    const result = await home.db.transaction(async (tx) => {
      const result = await run(tx)
      if (armed) {
        const reached = await reachedIn(tx)
        if (reached.before.some(isAt)) die()
        after = reached.after
      }
      return result
    }, config)
    if (after.some(isAt)) die()
    return result
  }
  const db = new Proxy<Database>(home.db, {
    get(target, name) {
      if (name === 'transaction') return transaction
      const value = bound(target, name)
      if (name !== 'execute' && name !== 'update') return value
      return (...asked: unknown[]) => {
        if (isAt('answer-uncommitted') && bringsOutcome(asked[0])) die()
        return watchedAlone((value as (...asked: unknown[]) => object)(...asked))
      }
    },
  })
  return new Proxy(home, { get: (target, name) => (name === 'db' ? db : bound(target, name)) })
}

const given = readSettings(task.settings)
const opened = await openHome(given.DATABASE_URL ? { databaseUrl: given.DATABASE_URL } : { dataDir: given.DATA_DIR })
const house = createHouse({
  home: watched(opened),
  sealer: createSealer(given.SECRETS_KEY),
  clock: systemClock,
  log: createLog('silent'),
  publicUrl: given.PUBLIC_URL,
})
moveIn(house)
await firstStart(house, given)
// The time that leases of the dead need to lapse has passed; that they lapse is shown elsewhere (I19).
await opened.db.update(leases).set({ until: systemClock.now() - dayMs })
// Lives are shorter than two seconds here, and one person presses in all of them.
await opened.db.delete(rateCounts)
await startJobs(house)

const [property] = await listAllProperties(openHouseContext(house, { kind: 'system', part: 'test' }))
const [person] = await opened.db.select().from(people)
if (!property || !person) throw new Error('a first account is needed: set ADMIN_EMAIL and so on')
const open = () => {
  const proof = { sessionId: newId('session'), provedAt: systemClock.now() }
  const actor: Actor = {
    kind: 'staff',
    personId: person.id,
    name: person.name,
    roles: ['administrator', 'manager', 'front-desk'],
    ...proof,
  }
  return openDeskContext(house, actor, property)
}

async function until<T>(look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  for (const deadline = performance.now() + 90_000; ; ) {
    const found = await look()
    if (holds(found)) return found
    if (performance.now() > deadline) throw new Error(`not in time: ${JSON.stringify(found)}`)
    await systemClock.wait(100)
  }
}

async function requestsOf(call: string, pathIncludes: string): Promise<{ path: string }[]> {
  const answer = await fetch(`${task.controlUrl}/requests?${new URLSearchParams({ call, pathIncludes })}`)
  return ((await answer.json()) as { requests: { path: string }[] }).requests
}

/** What the ledger and the Desk say now; digits of every code that the desk would show. */
async function look(): Promise<KillRecord> {
  // The history first: what is sent from here on is of intents that the rows below may not hold yet.
  const requests = Object.fromEntries(
    await Promise.all(
      Object.values(callOf).map(async (call) => [call, (await requestsOf(call, '')).map(({ path }) => path)] as const),
    ),
  )
  const rows = await opened.db.select().from(instructions)
  const codes = []
  for (const row of await opened.db.select().from(passcodes)) {
    const { state } = await getPasscode(open(), row.id)
    const shown = await showPasscode(open(), { passcodeId: row.id, use: 'on-screen' }).catch(() => null)
    codes.push({ id: row.id, setId: row.setInstructionId, state, digits: shown?.digits ?? null })
  }
  const doors = rows.filter(({ kind }) => kind === 'permanent-key').map(({ lockId }) => lockId)
  const permanentKeys = await Promise.all([...new Set(doors)].map((lockId) => listPermanentKeys(open(), lockId)))
  return {
    requests,
    instructions: rows.map(({ id, kind, lockName, sendingAt, outcome, outcomeReason, processId }) => ({
      ...{ id, kind, lockName, outcome, outcomeReason },
      sending: sendingAt !== null,
      own: processId === house.processId,
    })),
    codes,
    permanentKeys: permanentKeys.flat().map(({ instructionId, state }) => ({ instructionId, state })),
    toDo: (await listToDo(open(), 1_000)).map(({ what, instructionId }) => ({ what, instructionId })),
  }
}
say(`found ${JSON.stringify(await look())}`)

const day = (offset: number) => new Date(systemClock.now() + offset * dayMs).toISOString().slice(0, 10)
const window = { from: { date: day(0), time: '12:00' }, until: { date: day(3), time: '12:00' } }

async function setCode(lockId: Id<'lock'>) {
  return setUpPasscode(open(), { pressKey: newId('request'), lockId, guestName: 'Ada Byron', ...window })
}

/** Presses the command; the steps after the press go on by themselves. */
async function press(lockId: Id<'lock'>): Promise<void> {
  const pressKey = newId('request')
  const arm = async () => {
    // A turn that must be waited for is taken by itself; otherwise it comes with the mark.
    if (task.point === 'after-lease')
      await opened.db
        .insert(leases)
        .values({ name: `lock:${lockId}`, holder: 'another', until: systemClock.now() + secondMs })
        .onConflictDoNothing()
    armed = { lockId }
  }
  switch (task.command) {
    case 'set-code': {
      await arm()
      await setCode(lockId)
      return
    }
    case 'unlock': {
      await arm()
      await unlockDoor(open(), { pressKey, lockId, reason: 'locked-out', identityChecked: true })
      return
    }
    case 'guest-key': {
      await arm()
      const guest = { guestName: 'Grace Hopper', knowsItCannotBeRecalled: true as const }
      await issueGuestKey(open(), { pressKey, lockId, ...guest, ...window })
      return
    }
    case 'permanent-key': {
      await arm()
      const key = { kind: 'permanent' as const, reason: 'maintenance', knowsItNeverEnds: true as const }
      await issuePermanentKey(open(), { pressKey, lockId, ...key })
      return
    }
    case 'cancel': {
      const { passcodeId } = await setCode(lockId)
      await until(
        () => getPasscode(open(), passcodeId),
        ({ state }) => state === 'works-now' || state === 'on-door',
      )
      const { digits } = await showPasscode(open(), { passcodeId, use: 'on-screen' })
      say(`told ${task.lockName} ${digits}`)
      if (task.point === 'token-not-stored') await outdateToken()
      await arm()
      await cancelPasscode(open(), { pressKey, passcodeId })
      return
    }
  }
}

/** As if another process had renewed the token long ago: the next command finds it due. */
async function outdateToken(): Promise<void> {
  const [row] = await opened.db.select().from(lockServerSessions)
  await opened.db
    .update(lockServerSessions)
    .set({ generation: (row?.generation ?? 0) + 1, accessDueAt: systemClock.now() - 1_000 })
}

if (task.lockName !== null) {
  if (!property.mobileKeysOn) await changeProperty(open(), { mobileKeysOn: true })
  Object.assign(property, { mobileKeysOn: true })
  const named = await until(
    async () => (await listLocks(open())).find(({ name }) => name === task.lockName),
    (one) => one !== undefined,
  )
  const lockId = named?.id ?? newId('lock')
  await nameLock(open(), { lockId, room: task.lockName, door: null, floor: '1' })
  await until(
    async () => (await listLocks(open())).find(({ id }) => id === lockId),
    (one) => one?.state === 'reachable',
  )
  if (task.point === 'token-not-stored' && task.command !== 'cancel') await outdateToken()
  await press(lockId)
  say('pressed')
  if (task.point === 'bytes-unanswered') {
    await until(
      () => requestsOf(callOf[task.command], `/${task.lockName}/`),
      (seen) => seen.length > 0,
    )
    die()
  }
}
