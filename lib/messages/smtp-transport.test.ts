import { afterEach, describe, expect, test } from 'vitest'
import type { MailServer } from '../env/mail-server'
import { startMailServer, startSilentServer } from '../testing/mail-server'
import { mailFaultOf } from './mail-fault'
import { createMailer } from './smtp-transport'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const mail = { messageId: '<mal_1@hotel.example>', to: 'owner@hotel.example', subject: 'Zürich – 204', text: 'Grüße\n' }
const never = new AbortController().signal
const quick = { connectMs: 400, silentMs: 400, wholeMs: 800 }

async function server(tls?: Parameters<typeof startMailServer>[0]) {
  const started = await startMailServer(tls)
  open.push(started)
  return started
}
const faultOf = (settings: MailServer, more: Partial<typeof mail> = {}) =>
  createMailer(settings, quick)
    .send({ ...mail, ...more }, never)
    .then(
      () => 'sent',
      (error: unknown) => mailFaultOf(error),
    )

describe('mail over SMTP', () => {
  test('arrives whole: sender, address, words of every language, one id for every try', async () => {
    const { settings, mails } = await server('none')
    await createMailer(settings).send(mail, never)
    expect(mails).toHaveLength(1)
    expect(mails[0]).toMatchObject({ from: 'keydesk@hotel.example', to: ['owner@hotel.example'] })
    expect(mails[0]?.text).toContain('Grüße')
    expect(mails[0]?.raw).toContain('Message-ID: <mal_1@hotel.example>')
    expect(mails[0]?.raw).toContain('Auto-Submitted: auto-generated')
  })

  test.each(['from-start', 'upgraded'] as const)(
    'with TLS %s it goes encrypted and signed in when the certificate is trusted, and not at all when it is unknown',
    async (tls) => {
      const { settings, trusted, mails } = await server(tls)
      expect(await faultOf(settings)).toBe('certificate')
      expect(mails).toHaveLength(0)
      expect(await faultOf(trusted)).toBe('sent')
      expect(mails).toMatchObject([{ secure: true, user: 'keydesk' }])
    },
  )

  test('a server that offers no STARTTLS gets neither password nor mail', async () => {
    const { settings, mails } = await server('none')
    const fault = await faultOf({ ...settings, tls: 'upgraded', user: { name: 'a', password: 'b' } })
    expect(['certificate', 'refused', 'not-reached']).toContain(fault)
    expect(mails).toHaveLength(0)
  })

  test('a wrong password, a refused address, nobody there: each is told as what it is', async () => {
    const { trusted } = await server('upgraded')
    expect(await faultOf({ ...trusted, user: { name: 'keydesk', password: 'wrong' } })).toBe('sign-in')
    expect(await faultOf(trusted, { to: 'no-one@hotel.example' })).toBe('refused')
    const gone = await startSilentServer()
    await gone.close()
    expect(await faultOf({ ...trusted, tls: 'none', port: gone.port })).toBe('not-reached')
  })

  test('a server that takes the connection and says nothing is left within the time limit', async () => {
    const silent = await startSilentServer()
    open.push(silent)
    const began = performance.now()
    const settings = { host: '127.0.0.1', port: silent.port, from: 'a@b.example' }
    expect(await faultOf({ ...settings, tls: 'none' })).toBe('timed-out')
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  test('a name with a line of its own adds no header and no address (I26)', async () => {
    const { settings, mails } = await server('none')
    await createMailer(settings).send({ ...mail, subject: '204\r\nBcc: thief@example.com' }, never)
    expect(mails[0]?.to).toEqual(['owner@hotel.example'])
    expect(mails[0]?.raw).not.toMatch(/^Bcc:/im)
  })
})
