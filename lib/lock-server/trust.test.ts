import { afterEach, describe, expect, test } from 'vitest'
import { vendorFailure } from '../testing/imitated-lock-server'
import { httpAnswer, type KeyPair, makeCertificate, type RawServer, startRawServer } from '../testing/raw-server'
import { systemClock } from '../time/clock'
import type { Trust } from './contract'
import { defaultLimits } from './limits'
import { showCertificate } from './show-certificate'
import { openTransport, type Transport } from './transport'
import { pemSha256 } from './trust'

const opened: { close(): Promise<void> }[] = []
const hourMs = 3_600_000

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
})

const pinned = (pem: string): Trust => ({ kind: 'pinned', pem, sha256: pemSha256(pem) })

async function serve(keyPair: KeyPair): Promise<RawServer> {
  const server = await startRawServer((socket) => socket.write(httpAnswer('{"ack":0}')), keyPair)
  opened.push(server)
  return server
}

function transportTo(origin: string, trust: Trust): Transport {
  const to = openTransport({ origin, trust }, defaultLimits, systemClock)
  opened.push(to)
  return to
}

const ask = (to: Transport, lane: 'command' | 'reading' = 'command') =>
  to.send({ lane, method: 'PUT', path: '/unlock', headers: {}, body: '{}', turnMs: 30_000 })

describe('R18, I22: whose certificate is believed', () => {
  test('the pinned one is, under whatever name; also when the server is asked for by another name', async () => {
    const keyPair = await makeCertificate({ name: 'some-other-name.example' })
    const server = await serve(keyPair)
    expect((await ask(transportTo(server.origin, pinned(keyPair.cert)))).status).toBe(200)
    const named = server.origin.replace('127.0.0.1', 'localhost')
    expect((await ask(transportTo(named, pinned(keyPair.cert)))).status).toBe(200)
  })

  test('an impostor with the same name and another key is refused, and gets no byte of the request', async () => {
    const real = await makeCertificate()
    const impostor = await serve(await makeCertificate())
    const error = await vendorFailure(ask(transportTo(impostor.origin, pinned(real.cert))))
    expect(error).toMatchObject({ kind: 'certificate', sent: 'no', certificate: 'not-the-pinned-one' })
    expect(impostor.requests).toEqual([])
  })

  test('a certificate that the pinned one has signed is not the pinned one', async () => {
    const real = await makeCertificate()
    const signed = await makeCertificate({ signer: real })
    const server = await serve({ ...signed, cert: `${signed.cert}\n${real.cert}` })
    const error = await vendorFailure(ask(transportTo(server.origin, pinned(real.cert))))
    expect(error).toMatchObject({ kind: 'certificate', sent: 'no', certificate: 'not-the-pinned-one' })
    expect(server.requests).toEqual([])
  })

  test('a digest that does not belong to the pinned text is refused too', async () => {
    const keyPair = await makeCertificate()
    const server = await serve(keyPair)
    const trust: Trust = { kind: 'pinned', pem: keyPair.cert, sha256: pemSha256((await makeCertificate()).cert) }
    expect(await vendorFailure(ask(transportTo(server.origin, trust)))).toMatchObject({
      kind: 'certificate',
      sent: 'no',
    })
    const empty: Trust = { kind: 'pinned', pem: keyPair.cert, sha256: '' }
    expect(await vendorFailure(ask(transportTo(server.origin, empty)))).toMatchObject({
      kind: 'certificate',
      sent: 'no',
    })
  })

  test('a leaf that a private CA signed may be pinned without its CA', async () => {
    const leaf = await makeCertificate({ signer: await makeCertificate({ name: 'house-ca' }) })
    const server = await serve(leaf)
    expect((await ask(transportTo(server.origin, pinned(leaf.cert)))).status).toBe(200)
  })

  test('a pinned certificate that has expired, or is not valid yet, is refused in words', async () => {
    const past = await makeCertificate({
      from: new Date(Date.now() - 9 * hourMs),
      until: new Date(Date.now() - hourMs),
    })
    const error = await vendorFailure(ask(transportTo((await serve(past)).origin, pinned(past.cert))))
    expect(error).toMatchObject({ kind: 'certificate', sent: 'no', certificate: 'expired' })
    expect(error.message).toBe('the certificate has expired')
    const future = await makeCertificate({
      from: new Date(Date.now() + hourMs),
      until: new Date(Date.now() + 9 * hourMs),
    })
    expect(await vendorFailure(ask(transportTo((await serve(future)).origin, pinned(future.cert))))).toMatchObject({
      certificate: 'not-yet-valid',
    })
  })

  test('with a CA, what it signed for the name is believed, and nothing else', async () => {
    const authority = await makeCertificate({ name: 'house-ca' })
    const trust: Trust = { kind: 'ca', pem: authority.cert }
    const right = await serve(await makeCertificate({ signer: authority }))
    expect((await ask(transportTo(right.origin, trust))).status).toBe(200)
    const otherName = await serve(await makeCertificate({ signer: authority, name: 'elsewhere.example' }))
    expect(await vendorFailure(ask(transportTo(otherName.origin, trust)))).toMatchObject({ certificate: 'wrong-name' })
    const otherAuthority = await serve(await makeCertificate({ signer: await makeCertificate({ name: 'house-ca' }) }))
    expect(await vendorFailure(ask(transportTo(otherAuthority.origin, trust)))).toMatchObject({
      certificate: 'not-trusted',
    })
  })

  test('without either, a self-signed certificate is refused', async () => {
    const server = await serve(await makeCertificate())
    expect(await vendorFailure(ask(transportTo(server.origin, { kind: 'system-ca' })))).toMatchObject({
      kind: 'certificate',
      sent: 'no',
      certificate: 'not-trusted',
    })
  })

  test('once another certificate was shown, nothing goes over older sockets, and the right one ends it', async () => {
    const real = await makeCertificate()
    const other = await makeCertificate()
    const server = await serve(real)
    const to = transportTo(server.origin, pinned(real.cert))
    await Promise.all([ask(to, 'reading'), ask(to, 'reading'), ask(to, 'reading')])
    server.renew(other)
    expect(await vendorFailure(ask(to, 'command'))).toMatchObject({ certificate: 'not-the-pinned-one' })
    await expect.poll(() => server.sockets.open).toBe(0)
    expect(await vendorFailure(ask(to, 'reading'))).toMatchObject({ certificate: 'not-the-pinned-one' })
    expect(server.requests).toHaveLength(3)
    server.renew(real)
    expect((await ask(to, 'reading')).status).toBe(200)
  })
})

describe('showing a certificate to a person', () => {
  test('gives what the server shows, believed or not, and sends no request', async () => {
    const keyPair = await makeCertificate({ until: new Date(Date.now() + hourMs) })
    const server = await serve(keyPair)
    const shown = await showCertificate(server.origin)
    expect(shown).toMatchObject({
      sha256: pemSha256(keyPair.cert),
      subject: 'CN=lock-server',
      issuer: 'CN=lock-server',
      selfSigned: true,
    })
    expect(pemSha256(shown.pem)).toBe(shown.sha256)
    expect(Math.abs(shown.validUntil - (Date.now() + hourMs))).toBeLessThan(60_000)
    expect(shown.validFrom).toBeLessThan(shown.validUntil)
    expect(server.requests).toEqual([])
    await expect.poll(() => server.sockets.open).toBe(0)
    expect((await ask(transportTo(server.origin, pinned(shown.pem)))).status).toBe(200)
  })

  test('says of one that its own key signed that it is self-signed, also when it may sign nothing else', async () => {
    const server = await serve(await makeCertificate({ hostOnly: true }))
    expect(await showCertificate(server.origin)).toMatchObject({ selfSigned: true })
  })

  test('says of a signed one that it is not self-signed', async () => {
    const server = await serve(await makeCertificate({ signer: await makeCertificate({ name: 'house-ca' }) }))
    expect(await showCertificate(server.origin)).toMatchObject({ selfSigned: false, issuer: 'CN=house-ca' })
  })

  test('ends in time where nobody speaks TLS, and takes https addresses only', async () => {
    const silent = await startRawServer(() => {})
    opened.push(silent)
    const startMs = performance.now()
    const error = await vendorFailure(showCertificate(silent.origin.replace('http:', 'https:'), 150))
    expect(error).toMatchObject({ kind: 'unreachable', sent: 'no', systemCode: 'ETIMEDOUT' })
    expect(performance.now() - startMs).toBeLessThan(3_000)
    await silent.close()
    opened.splice(opened.indexOf(silent), 1)
    const gone = silent.origin.replace('http:', 'https:')
    expect(await vendorFailure(showCertificate(gone))).toMatchObject({ systemCode: 'ECONNREFUSED' })
    for (const address of ['http://127.0.0.1', 'https://u:p@host', 'https://host/path', 'ftp://host', 'nonsense', '']) {
      expect(await vendorFailure(showCertificate(address))).toMatchObject({ kind: 'not-askable', sent: 'no' })
    }
  })
})
