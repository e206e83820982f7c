import { expect, test } from 'vitest'
import { createLog, errorFields, type LogFields } from './log'
import { tellConsole } from './tell-console'
import { tellPageError } from './tell-page-error'

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

test('of a failed query the log has the database’s code', () => {
  const { log, lines } = recorded()
  const failed = new Error('Failed query … params: 482917', {
    cause: Object.assign(new Error('no'), { code: '42P01' }),
  })
  log.error(errorFields(failed), 'failed')
  expect(lines).toMatchObject([{ error: 'Error', code: '42P01' }])
})

test('what a package prints is a line of the log with the kind and place of the error, in none of its words', () => {
  const { log, lines } = recorded()
  const printer: Pick<Console, 'error' | 'warn'> = { error() {}, warn() {} }
  tellConsole(log, printer)
  const error = Object.assign(new RangeError('canary 482917'), { code: 'ERR_1' })
  printer.error('⨯', error)
  printer.warn('canary 482917 %s', { secret: 482917 })
  printer.error('a page’s', Object.assign(new Error('no'), { digest: 'req_1' }))
  expect(lines).toMatchObject([
    { level: 50, error: 'RangeError', code: 'ERR_1', where: expect.stringContaining('log.test.ts') },
    { level: 40, where: expect.stringContaining('log.test.ts') },
  ])
  expect(lines).toHaveLength(2)
  expect(JSON.stringify(lines)).not.toContain('482917')
})

test('what a page threw is told once, under the id that its reader sees and by the page, not its address', () => {
  const { log, lines } = recorded()
  const error = Object.assign(new Error('canary 482917'), { digest: 'req_1' })
  for (const _ of ['its layout', 'itself']) tellPageError(log, error, '/[property]/keys/[passcode]')
  tellPageError(log, new Error('of a route'), '/api/[property]/keys')
  for (const route of ['/', '/hotel/Ada Byron'])
    tellPageError(log, Object.assign(new Error('no'), { digest: 'req_2' }), route)
  expect(lines).toMatchObject([
    { requestId: 'req_1', what: 'page', route: '/[property]/keys/[passcode]', error: 'Error' },
    { requestId: 'req_2', route: '/' },
    { route: '[hidden]' },
  ])
  expect(JSON.stringify(lines)).not.toContain('482917')
})
