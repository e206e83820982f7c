/**
 * A process of its own for tests: a whole Keydesk without pages, by the settings in argv[2] (JSON), started and stopped as the
 * server is. Says `ready`, then does what lines ask: `code <guest>`, `unlock`, `write` (lines of the activity, until it ends).
 */
import { createInterface } from 'node:readline'
import type { Actor } from '../access/actor'
import { openDeskContext, openHouseContext } from '../access/house'
import type { Role } from '../access/permissions'
import { recordAuditEvent } from '../audit/record-audit-event'
import { offerRows } from '../backup/offer-rows'
import { withTransaction } from '../db/database'
import { people } from '../db/schema/staff'
import { readSettings } from '../env/settings'
import { isDeskError } from '../errors/desk-error'
import { newId } from '../ids/ids'
import { getInstruction } from '../instructions/queries'
import { firstStart } from '../jobs/first-start'
import { startJobs } from '../jobs/start-jobs'
import { openHouse, stopOnSignal } from '../jobs/start-process'
import { nameLock } from '../locks/name-lock'
import { listLocks } from '../locks/queries'
import { getPasscode } from '../passcodes/queries'
import { setUpPasscode } from '../passcodes/set-up-passcode'
import { showPasscode } from '../passcodes/show-passcode'
import { listAllProperties } from '../properties/queries'
import { dayMs, systemClock } from '../time/clock'
import { unlockDoor } from '../unlocks/unlock-door'

const say = (words: string) => process.stdout.write(`${words}\n`)
const given = readSettings(JSON.parse(process.argv[2] ?? '{}'))
const house = await openHouse(given)
await firstStart(house, given)
const jobs = await startJobs(house)
const stopOffering = given.DATABASE_URL ? async () => {} : await offerRows(house, given.DATA_DIR)
stopOnSignal(house, jobs, stopOffering)
house.background.stopping.addEventListener('abort', () => say('stopping'))

const [property] = await listAllProperties(openHouseContext(house, { kind: 'system', part: 'test' }))
const [person] = await house.home.db.select().from(people)
if (!property || !person) throw new Error('a first account is needed: set ADMIN_EMAIL and so on')
const roles: Role[] = ['administrator', 'manager']
const open = () => {
  const proof = { sessionId: newId('session'), provedAt: systemClock.now() }
  const actor: Actor = { kind: 'staff', personId: person.id, name: person.name, roles, ...proof }
  return openDeskContext(house, actor, property)
}

async function until<T>(look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  for (const deadline = performance.now() + 60_000; ; ) {
    const found = await look()
    if (holds(found)) return found
    if (performance.now() > deadline) throw new Error(`not in time: ${JSON.stringify(found)}`)
    await systemClock.wait(50)
  }
}

const lock = async () => (await listLocks(open())).find(({ name }) => name === 'MJ000204')
const found = await until(lock, (one) => one !== undefined)
const lockId = found?.id ?? newId('lock')
await nameLock(open(), { lockId, room: '204', door: null, floor: '2' })
await until(lock, (one) => one?.state === 'reachable')
const day = (offset: number) => new Date(systemClock.now() + offset * dayMs).toISOString().slice(0, 10)

const asked: Record<string, (word: string) => Promise<void>> = {
  async code(guest) {
    const { passcodeId } = await setUpPasscode(open(), {
      pressKey: newId('request'),
      lockId,
      guestName: guest,
      from: { date: day(0), time: '12:00' },
      until: { date: day(3), time: '12:00' },
    })
    await until(
      () => getPasscode(open(), passcodeId),
      ({ state }) => state === 'on-door' || state === 'works-now',
    )
    say(`on-door ${passcodeId} ${(await showPasscode(open(), { passcodeId, use: 'on-screen' })).digits}`)
  },
  async unlock() {
    const press = { pressKey: newId('request'), lockId, reason: 'locked-out', identityChecked: true }
    const { instructionId } = await unlockDoor(open(), press)
    say(`pressed ${instructionId}`)
    const row = () => getInstruction(open(), instructionId)
    await until(row, ({ sendingAt }) => sendingAt !== null)
    say(`sending ${instructionId}`)
    say(`outcome ${(await until(row, ({ outcome }) => outcome !== null)).outcome}`)
  },
  async write() {
    for (let told = 1; ; told += 1) {
      await withTransaction(open(), (tx) =>
        recordAuditEvent(open(), tx, { event: 'lock.named', lockId, details: { name: `x${told}` } }),
      )
      say(`told ${told}`)
      // Embedded data answers without a turn of the event loop: nobody else would ever be heard.
      await systemClock.wait(1)
    }
  },
}
createInterface({ input: process.stdin }).on('line', (line) => {
  const [verb = '', word = ''] = line.split(' ')
  asked[verb]?.(word).catch((error: unknown) => say(`refused ${isDeskError(error) ? error.code : String(error)}`))
})
say('ready')
