import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { vendorFailure } from '../testing/imitated-lock-server'
import { httpAnswer, type RawAnswer, type RawServer, startRawServer } from '../testing/raw-server'
import { systemClock } from '../time/clock'
import { defaultLimits, type Limits } from './limits'
import { openTransport, type Transport } from './transport'

const ok = httpAnswer('{"ack":0}')
const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
})

async function serve(answer: RawAnswer, limits: Partial<Limits> = {}): Promise<{ server: RawServer; to: Transport }> {
  const server = await startRawServer(answer)
  const to = transportTo(server.origin, limits)
  opened.push(server, to)
  return { server, to }
}

function transportTo(origin: string, limits: Partial<Limits> = {}) {
  return openTransport({ origin, trust: { kind: 'system-ca' } }, { ...defaultLimits, ...limits }, systemClock)
}

const read = (to: Transport, options = {}) =>
  to.send({ lane: 'reading', method: 'GET', path: '/read', headers: {}, body: null, turnMs: 30_000, ...options })
const command = (to: Transport, options = {}) =>
  to.send({ lane: 'command', method: 'PUT', path: '/unlock', headers: {}, body: '{}', turnMs: 30_000, ...options })

describe('I1: a request is seen at most once', () => {
  test('a command whose socket dies after it was sent is seen exactly once, and is told as maybe', async () => {
    const { server, to } = await serve((socket) => socket.destroy())
    const error = await vendorFailure(command(to))
    expect(error).toMatchObject({ kind: 'reset', sent: 'maybe' })
    await to.close()
    expect(server.requests).toHaveLength(1)
  })

  test('also when the socket is reset instead of closed, or dies in the middle of the answer', async () => {
    for (const die of [
      (socket: Parameters<RawAnswer>[0]) => socket.resetAndDestroy(),
      (socket: Parameters<RawAnswer>[0]) => socket.write(ok.slice(0, -3), () => socket.destroy()),
    ]) {
      const { server, to } = await serve(die)
      expect(await vendorFailure(command(to))).toMatchObject({ kind: 'reset', sent: 'maybe' })
      await to.close()
      expect(server.requests).toHaveLength(1)
    }
  })

  test('also when kept-alive sockets are at hand that die as the next request arrives', async () => {
    const { server, to } = await serve((socket, request) => {
      if (request.startsWith('GET')) socket.write(ok)
      else socket.resetAndDestroy()
    })
    await Promise.all([read(to), read(to), read(to)])
    expect(await vendorFailure(command(to))).toMatchObject({ kind: 'reset', sent: 'maybe' })
    expect(server.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(1)
    await read(to)
    expect(server.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(1)
  })

  test('a reading over a kept-alive socket that dies is seen once too and told as maybe', async () => {
    const { server, to } = await serve((socket, _request, count) => {
      if (count === 1) socket.write(ok)
      else socket.resetAndDestroy()
    })
    await read(to)
    expect(await vendorFailure(read(to))).toMatchObject({ kind: 'reset', sent: 'maybe' })
    await to.close()
    expect(server.requests).toHaveLength(2)
  })

  test('a command goes out on a socket that carried nothing before, also when every place holds a kept-alive one', async () => {
    const { server, to } = await serve((socket) => socket.write(ok), { calls: 1, readings: 1 })
    await read(to)
    await command(to)
    await command(to)
    expect(server.sockets).toMatchObject({ opened: 3, most: 1 })
    await Promise.all([read(to), read(to)])
    expect(server.sockets).toMatchObject({ opened: 4, most: 1 })
  })

  test('R19: a redirect is an answer like others and is not followed', async () => {
    const { server, to } = await serve((socket, _request, count) =>
      socket.write(httpAnswer('', { status: '307 Temporary Redirect', headers: `location: /again${count}\r\n` })),
    )
    expect((await command(to)).status).toBe(307)
    await to.close()
    expect(server.requests).toHaveLength(1)
  })
})

describe('sent: no only when not one byte of the request was written', () => {
  test('connection refused', async () => {
    const server = await startRawServer(() => {})
    await server.close()
    const to = transportTo(server.origin)
    opened.push(to)
    expect(await vendorFailure(command(to))).toMatchObject({
      kind: 'unreachable',
      sent: 'no',
      systemCode: 'ECONNREFUSED',
    })
  })

  test('a name that does not exist', async () => {
    const to = transportTo('http://lock-server.invalid')
    opened.push(to)
    expect(await vendorFailure(command(to))).toMatchObject({ kind: 'unreachable', sent: 'no' })
  })

  test('a server that accepts TCP but never speaks TLS, within the connect limit', async () => {
    const { server } = await serve(() => {})
    const to = transportTo(server.origin.replace('http:', 'https:'), { connectMs: 150 })
    opened.push(to)
    const startMs = performance.now()
    expect(await vendorFailure(command(to))).toMatchObject({ kind: 'unreachable', sent: 'no', systemCode: 'ETIMEDOUT' })
    expect(performance.now() - startMs).toBeLessThan(3_000)
    await expect.poll(() => server.sockets.open).toBe(0)
  })

  test('a server that speaks plain http where TLS is asked for', async () => {
    const server = await startRawServer(() => {})
    opened.push(server)
    const talking = await startRawServer((socket) => socket.write(ok))
    opened.push(talking)
    const to = transportTo(talking.origin.replace('http:', 'https:'), { connectMs: 300 })
    opened.push(to)
    expect(await vendorFailure(command(to))).toMatchObject({ kind: 'unreachable', sent: 'no' })
    expect(talking.requests).toEqual([])
  })

  test('its turn did not come in time, or was given up before', async () => {
    const { server, to } = await serve(() => {}, { calls: 1, readings: 1, answerMs: 400 })
    const hanging = vendorFailure(command(to))
    const late = vendorFailure(command(to, { turnMs: 50 }))
    const stop = new AbortController()
    const stopped = vendorFailure(command(to, { signal: stop.signal }))
    stop.abort()
    expect(await stopped).toMatchObject({ kind: 'aborted', sent: 'no' })
    expect(await late).toMatchObject({ kind: 'no-turn', sent: 'no' })
    expect(await hanging).toMatchObject({ kind: 'timeout', sent: 'maybe' })
    expect(server.requests).toHaveLength(1)
  })
})

describe('I20, I21: limits', () => {
  test('a server that hangs after the request ends as a time-out that may have been sent', async () => {
    const { server, to } = await serve(() => {}, { answerMs: 200 })
    expect(await vendorFailure(command(to))).toMatchObject({ kind: 'timeout', sent: 'maybe' })
    await expect.poll(() => server.sockets.open).toBe(0)
  })

  test('an answer that drips is cut at the limit of the whole answer', async () => {
    const drips: NodeJS.Timeout[] = []
    const { to } = await serve(
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
        drips.push(setInterval(() => socket.write(' '), 20))
      },
      { answerMs: 300 },
    )
    const startMs = performance.now()
    expect(await vendorFailure(command(to))).toMatchObject({ kind: 'timeout', sent: 'maybe' })
    expect(performance.now() - startMs).toBeLessThan(3_000)
    drips.forEach(clearInterval)
  })

  test('a head that drips, also by 1xx answers, is cut as well', async () => {
    const drips: NodeJS.Timeout[] = []
    const { to } = await serve(
      (socket) => drips.push(setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 20)),
      { answerMs: 300 },
    )
    expect(await vendorFailure(command(to))).toMatchObject({ kind: 'timeout', sent: 'maybe' })
    drips.forEach(clearInterval)
  })

  test('an answer over 1 MB is refused, announced or not; one of exactly 1 MB is read', async () => {
    const body = (length: number) => `"${'x'.repeat(length - 2)}"`
    const { to: just } = await serve((socket) => socket.write(httpAnswer(body(1_048_576))))
    expect((await read(just)).body).toHaveLength(1_048_576)
    const { to: announced } = await serve((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10485760\r\n\r\n'),
    )
    expect(await vendorFailure(command(announced))).toMatchObject({ kind: 'too-large', sent: 'maybe' })
    const { to: streamed, server } = await serve((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      for (let megabytes = 0; megabytes < 10; megabytes++) socket.write('x'.repeat(1_048_576))
    })
    expect(await vendorFailure(command(streamed))).toMatchObject({ kind: 'too-large', sent: 'maybe' })
    await expect.poll(() => server.sockets.open).toBe(0)
  })

  test('a packed answer is refused unopened, and none is asked for', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    const { server, to } = await serve((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`)
      socket.write(bomb)
    })
    expect(await vendorFailure(command(to))).toMatchObject({ kind: 'encoded', sent: 'maybe' })
    expect(server.requests[0]).toContain('accept-encoding: identity')
  })

  test('what is not HTTP is malformed, and may have been sent', async () => {
    for (const nonsense of ['SSH-2.0-OpenSSH_9.2\r\n', 'HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n', '\0\0\0\0']) {
      const { to } = await serve((socket) => socket.end(nonsense))
      expect(await vendorFailure(command(to))).toMatchObject({
        sent: 'maybe',
        kind: expect.stringMatching(/malformed|reset/),
      })
    }
  })

  test('R20: of 40 calls at most 8 run at once, readings take 6, and a command does not wait for them', async () => {
    const waiting: (() => void)[] = []
    const { server, to } = await serve((socket) => waiting.push(() => socket.write(ok)))
    const readings = Array.from({ length: 20 }, () => read(to))
    await expect.poll(() => waiting.length).toBe(6)
    const commands = Array.from({ length: 20 }, () => command(to))
    await expect.poll(() => waiting.length).toBe(8)
    let answered = 0
    while (answered < 40) {
      await expect.poll(() => waiting.length).toBeGreaterThan(0)
      for (const answer of waiting.splice(0)) {
        answered += 1
        answer()
      }
    }
    await Promise.all([...readings, ...commands])
    expect(server.sockets.most).toBeLessThanOrEqual(8)
    expect(server.requests).toHaveLength(40)
  })
})

test('a proxy named by the environment is not used', async () => {
  for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'ALL_PROXY']) vi.stubEnv(name, 'http://127.0.0.1:9')
  const { to } = await serve((socket) => socket.write(ok))
  expect((await read(to)).status).toBe(200)
  vi.unstubAllEnvs()
})

test('the Date header and the monotonic moment of the whole answer come with it; a nonsense date counts as none', async () => {
  const { to } = await serve((socket, _request, count) =>
    socket.write(
      httpAnswer('{}', { headers: `date: ${count === 1 ? 'Sun, 06 Nov 1994 08:49:37 GMT' : 'yesterday'}\r\n` }),
    ),
  )
  const beforeMs = performance.now()
  const answer = await read(to)
  expect(answer.serverAt).toBe(784_111_777_000)
  expect(answer.answeredMonotonicMs).toBeGreaterThanOrEqual(beforeMs)
  expect((await read(to)).serverAt).toBeNull()
})

test('closing waits for the call under way, refuses those that wait and leaves no socket', async () => {
  const { server, to } = await serve((socket) => setTimeout(() => socket.write(ok), 100), { calls: 1, readings: 1 })
  const running = command(to)
  const waiting = vendorFailure(command(to))
  await to.close()
  expect((await running).status).toBe(200)
  expect(await waiting).toMatchObject({ kind: 'aborted', sent: 'no' })
  expect(await vendorFailure(command(to))).toMatchObject({ kind: 'aborted', sent: 'no' })
  await expect.poll(() => server.sockets.open).toBe(0)
})
