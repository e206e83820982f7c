import { expect, test } from 'vitest'
import { createLog, errorFields, type LogFields } from './log'

function recorded() {
  const lines: Record<string, unknown>[] = []
  const log = createLog('debug', { write: (line) => void lines.push(JSON.parse(line)) })
  return { log, lines }
}

/** As a careless hand would write it: the types would not let it through. */
const careless = (fields: unknown) => fields as LogFields

test('I32: a line of the log says what is listed and nothing else, in children too', () => {
  const { log, lines } = recorded()
  const secret = 'canary 482917'
  log.child(careless({ requestId: 'req_1', token: secret })).info(careless({ tries: 2, guestName: secret }), 'a press')
  log.error(careless(new Error(secret)), 'an error as it is')
  log.warn(careless({ err: new Error(secret), error: { password: secret }, kind: [secret] }), 'an error in a field')
  log.debug({ code: secret, work: `${secret}\n`, lease: null, sent: false }, 'a listed field of another shape')
  expect(JSON.stringify(lines)).not.toContain('482917')
  expect(lines).toMatchObject([
    { level: 30, requestId: 'req_1', token: '[hidden]', tries: 2, guestName: '[hidden]', msg: 'a press' },
    { level: 50, msg: 'an error as it is' },
    { err: '[hidden]', error: '[hidden]', kind: '[hidden]', msg: 'an error in a field' },
    { code: '[hidden]', work: '[hidden]', lease: null, sent: false },
  ])
})

test('of an error the log has its kind, its code and where it was, never its message', () => {
  const { log, lines } = recorded()
  log.error(errorFields(Object.assign(new TypeError('canary 482917'), { code: '22021' })), 'failed')
  expect(lines).toMatchObject([{ error: 'TypeError', code: '22021', where: expect.stringContaining('log.test.ts') }])
  expect(JSON.stringify(lines)).not.toContain('482917')
})
