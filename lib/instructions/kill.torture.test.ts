import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { prepareTemplate } from '../db/embedded-template'
import { startProcess, type TestProcess } from '../testing/child-process'
import { type Emulator, startEmulator } from '../testing/imitated-lock-server'
import {
  callOf,
  instructionKindOf,
  type KillCommand,
  type KillPoint,
  type KillRecord,
  type KillTask,
  killCommands,
  killPoints,
} from '../testing/kill-points'
import { homesUnderTest } from '../testing/open-test-home'
import { createTestDatabase } from '../testing/test-database'
import { tell, times } from '../testing/torture'

const rounds = times(1, 10)
/** In the short form the homes share the deaths, each point and each command in both; in the full form each dies all of them. */
const shares = times(2, 1)

/** Requests that the armed command has made by the time of its death, and what the ledger says of it after the next start. */
const atPoint: Record<KillPoint, { requests: number; outcome: 'none' | 'unknown' | 'accepted'; marked: boolean }> = {
  'before-intent': { requests: 0, outcome: 'none', marked: false },
  'after-intent': { requests: 0, outcome: 'unknown', marked: false },
  'after-lease': { requests: 0, outcome: 'unknown', marked: false },
  'after-mark': { requests: 0, outcome: 'unknown', marked: true },
  'bytes-unanswered': { requests: 1, outcome: 'unknown', marked: true },
  'answer-uncommitted': { requests: 1, outcome: 'unknown', marked: true },
  'after-outcome': { requests: 1, outcome: 'accepted', marked: true },
  'token-not-stored': { requests: 0, outcome: 'unknown', marked: false },
}

interface Life {
  lockName: string
  point: KillPoint
  command: KillCommand
}

const alive = new Set<TestProcess>()
const open: (() => Promise<void> | void)[] = []
afterEach(async () => {
  await Promise.all([...alive].map((one) => one.kill()))
  for (const close of open.splice(0).reverse()) await close()
})

async function emptyHome(kind: 'embedded' | 'postgres'): Promise<Record<string, string>> {
  if (kind === 'embedded') {
    await prepareTemplate()
    const directory = mkdtempSync(join(tmpdir(), 'keydesk-'))
    open.push(() => rmSync(directory, { recursive: true, force: true }))
    return { DATA_DIR: directory }
  }
  const database = await createTestDatabase()
  open.push(() => database.drop())
  return { DATABASE_URL: database.databaseUrl }
}

/** One home and one emulator through every death, each start the one after the death before. Gives how many it died. */
async function liveAndDie(kind: 'embedded' | 'postgres'): Promise<number> {
  const emulator = await startEmulator({
    clock: 'running',
    hotel: { locks: killPoints.length * killCommands.length, gateways: 2 },
    settings: { heartbeatMs: 1_000, instructionMedianMs: 60 },
  })
  open.push(() => emulator.close())
  const settings = {
    ...(await emptyHome(kind)),
    PUBLIC_URL: 'http://localhost:3000',
    SECRETS_KEY: 'a secret of tests, thirty-two characters or more',
    AUTH_SECRET: 'another secret of tests, thirty-two characters',
    ADMIN_EMAIL: 'owner@aurora.test',
    ADMIN_PASSWORD: 'the porter keeps nine umbrellas',
    PROPERTY_NAME: 'Hotel Aurora',
    PROPERTY_TIME_ZONE: 'Europe/Berlin',
    LOCK_SERVER_URL: emulator.url,
    LOCK_SERVER_USERNAME: emulator.username,
    LOCK_SERVER_PASSWORD: emulator.password,
    LOCK_SERVER_DEVICE_MAC: 'Keydesk',
    LOCK_SERVER_HEARTBEAT_MS: '1000',
  }
  const names = emulator.control.locks.list().map(({ name }) => name)
  const lives: Life[] = killPoints
    .flatMap((point, row) =>
      killCommands.map((command, column) => ({ point, command, share: (row + column) % shares })),
    )
    .filter(({ share }) => shares === 1 || share === (kind === 'embedded' ? 0 : 1))
    .map((life, place) => ({ ...life, lockName: names[place] ?? '' }))
  const told: { lockName: string; digits: string }[] = []
  const start = (task: Pick<KillTask, 'point' | 'command' | 'lockName'>) => {
    const { controlUrl } = emulator
    const life = startProcess('die-at-point', JSON.stringify({ ...task, settings, controlUrl }))
    alive.add(life)
    return life
  }

  for (const [place, life] of lives.entries()) {
    if (life.command === 'set-code' || life.command === 'cancel')
      emulator.control.codes.next({ digits: String(482_917 + place * 1_013) }, life.lockName)
    // For every one of the kind: at a start the house asks again for the cancels of earlier lives, which may come first.
    if (life.point === 'bytes-unanswered')
      emulator.control.wrongAnswers.order({ kind: 'hang', call: callOf[life.command], acts: true, times: null })
    const child = start(life)
    check(emulator, JSON.parse((await child.says('found')).slice(6)), lives.slice(0, place), told)
    const code = await child.ended
    expect([life, code, code === null ? '' : child.complaint()]).toEqual([life, null, ''])
    alive.delete(child)
    emulator.control.wrongAnswers.clear()
    for (const line of child.lines.filter((one) => one.startsWith('told'))) {
      const [, lockName = '', digits = ''] = line.split(' ')
      told.push({ lockName, digits })
    }
  }
  const last = start({ point: null, command: 'unlock', lockName: null })
  check(emulator, JSON.parse((await last.says('found')).slice(6)), lives, told)
  await last.kill()
  alive.delete(last)
  return lives.length
}

/** The emulator's log is the history: what it saw is held against what the ledger says after a start. */
function check(emulator: Emulator, record: KillRecord, lives: readonly Life[], told: readonly { lockName: string }[]) {
  expect(record.instructions.filter(({ outcome, own }) => outcome === null && !own)).toEqual([])
  for (const { lockName, point, command } of lives) {
    const expected = atPoint[point]
    const seen = record.requests[callOf[command]]?.filter((path) => path.includes(`/${lockName}/`)).length ?? 0
    const intents = record.instructions.filter(
      (one) => one.lockName === lockName && one.kind === instructionKindOf[command],
    )
    const [first] = intents
    const where = `${command}, killed ${point}`
    // A cancel is asked for again by the house, each time by an intent of its own; what grants never is (I1, I3).
    if (command === 'cancel') expect([where, seen >= expected.requests]).toEqual([where, true])
    else expect([where, seen, intents.length]).toEqual([where, expected.requests, expected.outcome === 'none' ? 0 : 1])
    expect([where, seen <= intents.length]).toEqual([where, true])
    if (expected.outcome === 'none' && command !== 'cancel') continue
    const outcomes = intents.map(({ outcome }) => outcome)
    if (command !== 'cancel') expect([where, first?.sending]).toEqual([where, expected.marked])
    if (command !== 'cancel' || expected.outcome !== 'none')
      expect([where, outcomes.includes(expected.outcome)]).toEqual([where, true])
    if (expected.outcome === 'unknown' && command !== 'cancel') {
      expect([where, first?.outcomeReason]).toEqual([where, 'process-died'])
      const listed = record.toDo.find(({ instructionId }) => instructionId === first?.id)
      expect([where, listed?.what]).toEqual([where, command === 'set-code' ? 'unknown-code' : 'no-answer'])
    }
    // A key without an end is listed at its door for as long as it may open it; nobody ever saw one of these.
    if (command === 'permanent-key') {
      const states = record.permanentKeys.filter((key) => key.instructionId === first?.id).map(({ state }) => state)
      const mayBe = expected.outcome === 'accepted' ? ['to-show', 'not-shown'] : ['no-answer']
      expect([where, states.length, mayBe.includes(states[0] ?? 'none')]).toEqual([where, 1, true])
    }
    // I18: what the ledger calls accepted is readable, and the door holds just these digits.
    if (command === 'set-code' && expected.outcome === 'accepted') {
      const code = record.codes.find(({ setId }) => setId === first?.id)
      const held = emulator.control.locks.get(lockName).codes.map(({ digits }) => digits)
      expect([where, held.includes(code?.digits ?? 'none')]).toEqual([where, true])
    }
  }
  // A code that was read out at the desk is never gone from the record: it is there, whatever has become of it since.
  for (const { lockName } of told) {
    const set = record.instructions.find((one) => one.lockName === lockName && one.kind === 'set-code')
    const code = record.codes.find(({ setId }) => setId === set?.id)
    expect([lockName, set?.outcome, code === undefined]).toEqual([lockName, 'accepted', false])
  }
}

describe.each(await homesUnderTest())('killed on %s', (kind) => {
  test('kill -9 at eight points of five commands: nothing is sent twice, nothing acknowledged is lost, what is not known is listed', {
    timeout: rounds * 900_000,
  }, async () => {
    let kills = 0
    for (let round = 0; round < rounds; round += 1) kills += await liveAndDie(kind)
    expect(kills).toBe((rounds * killPoints.length * killCommands.length) / shares)
    tell('kill -9', { kills, [`on ${kind}`]: kills })
  })
})
