import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from './emulator'
import { type WrongAnswerKind, wrongAnswerKinds } from './state/wrong-answers'
import { logIn, type Partner, type Said } from './testing/partner'

let emulator: Emulator
let partner: Partner
beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual' })
  partner = await logIn(emulator)
})
beforeEach(() => {
  emulator.control.wrongAnswers.clear()
  emulator.control.requests.clear()
  emulator.control.seed('demo')
})
afterAll(() => emulator.close())

const window = { start_time: 1_800_000_000_000, end_time: 1_800_003_600_000, one_time: 0 }
const setCode = () => partner.ask('POST', '/locks/MJ000101/guestPasswdKey', window)
const acted = () => emulator.control.instructions.list().length

type Expected = { acts: boolean; check: (said: Said) => void }
const answers: Partial<Record<WrongAnswerKind, Expected>> = {
  'status-500-html': {
    acts: false,
    check: (said) => {
      expect([said.status, said.headers['content-type']]).toEqual([500, 'text/html'])
      expect(said.text).toContain('<html>')
    },
  },
  redirect: {
    acts: false,
    check: (said) => {
      expect(said.status).toBe(301)
      expect(said.headers.location).toContain('/guestPasswdKey')
    },
  },
  empty: { acts: true, check: (said) => expect([said.status, said.text]).toEqual([200, '']) },
  'ack-nonzero': {
    acts: false,
    check: (said) => {
      expect(said.status).toBe(200)
      expect(said.json).toEqual({ ack: 1, msg: '系统繁忙,请稍后再试' })
    },
  },
  'not-json': {
    acts: true,
    check: (said) => {
      expect(said.status).toBe(200)
      expect(() => JSON.parse(said.text)).toThrow()
    },
  },
  'missing-field': {
    acts: true,
    check: (said) =>
      expect(said.json).toEqual({ ack: 0, msg: 'succeed', info: { s_instruction_id: expect.any(String) } }),
  },
  huge: {
    acts: true,
    check: (said) => {
      expect(said.text.length).toBeGreaterThan(10 * 1024 * 1024)
      expect(said.json.ack).toBe(0)
    },
  },
  'gzip-bomb': {
    acts: true,
    check: (said) => {
      expect(said.headers['content-encoding']).toBe('gzip')
      expect(said.text.length).toBeLessThan(4 * 1024 * 1024)
    },
  },
  bom: {
    acts: true,
    check: (said) => expect(JSON.parse(said.text.slice(1))).toMatchObject({ ack: 0 }),
  },
  custom: { acts: true, check: (said) => expect([said.status, said.text]).toEqual([200, '']) },
}

test.each(Object.entries(answers))('%s: once, as ordered, then the truth again', async (kind, expected) => {
  emulator.control.wrongAnswers.order({ kind: kind as WrongAnswerKind, call: 'set-passcode' })
  expected.check(await setCode())
  expect(acted()).toBe(expected.acts ? 1 : 0)
  expect((await setCode()).json.ack).toBe(0)
  const [first, second] = emulator.control.requests.list()
  expect([first?.answered?.how, second?.answered?.how]).toEqual([kind, 'answered'])
})

test.each([
  ['reset-before', 0],
  ['reset-after', 1],
  ['truncated', 1],
] as const)('%s: the connection breaks, and the server acted %i times', async (kind, times) => {
  emulator.control.wrongAnswers.order({ kind })
  await expect(setCode()).rejects.toThrow()
  expect(acted()).toBe(times)
  expect(emulator.control.requests.list()).toHaveLength(1)
})

test('hang: no answer ever comes, whether it acted or not', async () => {
  for (const acts of [false, true]) {
    emulator.control.wrongAnswers.order({ kind: 'hang', acts })
    const asked = setCode()
    const outcome = await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 150, 'still waiting'))])
    expect(outcome).toBe('still waiting')
    expect(acted()).toBe(acts ? 1 : 0)
    asked.catch(() => {})
  }
  await emulator.control.network.setOutage('reset')
  await emulator.control.network.setOutage('off')
})

test('drip: the answer comes a byte a second', async () => {
  emulator.control.wrongAnswers.order({ kind: 'drip' })
  const response = await fetch(`${emulator.baseUrl}/locks`, {
    headers: { 'Content-Type': 'application/json', Authorization: `bearer ${partner.token}` },
  })
  const reader = response.body?.getReader()
  const first = await reader?.read()
  expect(first?.value?.length).toBe(1)
  await reader?.cancel()
})

test('an order holds for its call kind, its number of calls, or until cleared', async () => {
  emulator.control.wrongAnswers.order({ kind: 'status-500-html', call: 'list-locks', times: 2 })
  const status = async (path: string) => (await partner.ask('GET', path)).status
  expect(await status('/gateways')).toBe(200)
  expect([await status('/locks'), await status('/locks'), await status('/locks')]).toEqual([500, 500, 200])
  emulator.control.wrongAnswers.order({ kind: 'status-500-html', times: null })
  expect([await status('/locks'), await status('/gateways')]).toEqual([500, 500])
  emulator.control.wrongAnswers.clear()
  expect(await status('/locks')).toBe(200)
})

test('custom answers carry any status, header and body', async () => {
  emulator.control.wrongAnswers.order({
    kind: 'custom',
    status: 503,
    headers: { 'Retry-After': '5' },
    body: '{"ack":null}',
  })
  expect(await partner.ask('GET', '/locks')).toMatchObject({
    status: 503,
    text: '{"ack":null}',
    headers: { 'retry-after': '5' },
  })
})

test('an ordered field is left out of the answer', async () => {
  emulator.control.wrongAnswers.order({ kind: 'missing-field', field: 's_instruction_id' })
  expect(Object.keys((await setCode()).json.info as object)).toEqual(['s_guest_passwd'])
  emulator.control.wrongAnswers.order({ kind: 'missing-field' })
  expect((await partner.ask('GET', '/locks')).json).toEqual({ ack: 0, msg: 'succeed' })
})

test('every kind of wrong answer has a test here', () => {
  const alone: WrongAnswerKind[] = ['reset-before', 'reset-after', 'truncated', 'hang', 'drip']
  expect([...Object.keys(answers), ...alone].sort()).toEqual([...wrongAnswerKinds].sort())
})

test('an outage refuses connections or resets them, and the control plane stays up', async () => {
  await emulator.control.network.setOutage(true)
  await expect(partner.ask('GET', '/locks')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  const overHttp = await fetch(`${emulator.controlUrl}/network/outage`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"outage":"reset"}',
  })
  expect(await overHttp.json()).toMatchObject({ outage: 'reset' })
  await expect(partner.ask('GET', '/locks')).rejects.toMatchObject({ code: 'ECONNRESET' })
  await emulator.control.network.setOutage(false)
  expect((await partner.ask('GET', '/locks')).status).toBe(200)
})

test('latency is per call kind, with * for the others', async () => {
  emulator.control.network.setLatency('list-locks', 120)
  const took = async (path: string) => {
    const startedAt = performance.now()
    await partner.ask('GET', path)
    return performance.now() - startedAt
  }
  expect(await took('/gateways')).toBeLessThan(100)
  expect(await took('/locks')).toBeGreaterThanOrEqual(119)
  emulator.control.network.setLatency('list-locks', 0)
})
