import type { Socket } from 'node:net'
import type { Clock } from '../time/clock'
import { connector } from './connect'
import type { Trust } from './contract'
import { isVendorError, VendorError } from './errors'
import { type HttpAnswer, type HttpClient, type HttpRequest, openHttpClient } from './http'
import type { Limits } from './limits'
import { type Lane, openTurns } from './turns'

export type TransportRequest = HttpRequest & {
  lane: Lane
  turnMs: number
  signal?: AbortSignal
  /** Before the first byte; when it throws, none goes out. */
  onTurn?: (() => Promise<void>) | undefined
}

export interface Transport {
  /** The whole answer, whatever its status. Throws VendorError, whose `sent` is the truth about the request. */
  send(request: TransportRequest): Promise<HttpAnswer>
  close(): Promise<void>
}

/** Room for one socket; `socket` is the one being opened or last opened. */
interface Place {
  client: HttpClient | null
  socket: Socket | null
  busy: boolean
}

/**
 * The only way out to one Lock Server: `limits.calls` places of one socket each, so that who holds a turn owns its socket
 * and may end it. A command opens one for itself: a kept-alive socket that dies as the request is written would leave
 * a door's state unknown for nothing.
 */
export function openTransport(target: { origin: string; trust: Trust }, limits: Limits, clock: Clock): Transport {
  const turns = openTurns(limits.calls, limits.readings)
  const places: Place[] = Array.from({ length: limits.calls }, () => ({ client: null, socket: null, busy: false }))
  const connect = connector(target.trust)
  const underWay = new Set<Promise<unknown>>()
  let certificateFailures = 0

  function clientOf(place: Place): HttpClient {
    place.client ??= openHttpClient(target, limits, clock, (options, connected) => {
      place.socket = connect(options, connected)
      return place.socket
    })
    return place.client
  }

  async function shut(place: Place): Promise<void> {
    const { client, socket } = place
    place.client = null
    place.socket = null
    socket?.destroy()
    await client?.destroy()
  }

  function freePlace(lane: Lane): Place {
    const free = places.filter((place) => !place.busy)
    const place = free.find((each) => (each.client !== null) === (lane === 'reading')) ?? free[0]
    if (place === undefined) throw new Error('a turn was given without a free place')
    return place
  }

  async function call(place: Place, request: TransportRequest): Promise<HttpAnswer> {
    if (request.lane === 'command') await shut(place)
    const failuresBefore = certificateFailures
    try {
      const answer = await clientOf(place).exchange(request)
      if (request.lane === 'command' || certificateFailures !== failuresBefore) void shut(place)
      return answer
    } catch (error) {
      await shut(place)
      if (isVendorError(error) && error.kind === 'certificate') {
        // Nothing more goes over older sockets either: each later call has to be shown a right certificate (I22).
        certificateFailures += 1
        await Promise.all(places.filter((each) => !each.busy).map(shut))
      }
      throw error
    }
  }

  async function send(request: TransportRequest): Promise<HttpAnswer> {
    const giveBack = await turns.take(request.lane, Math.min(request.turnMs, limits.turnMs), request.signal)
    const place = freePlace(request.lane)
    place.busy = true
    try {
      await announceTurn(request)
      return await call(place, request)
    } finally {
      place.busy = false
      giveBack()
    }
  }

  return {
    async send(request) {
      const sending = send(request)
      underWay.add(sending)
      try {
        return await sending
      } finally {
        underWay.delete(sending)
      }
    },
    async close() {
      turns.close()
      await Promise.allSettled(underWay)
      await Promise.all(places.map(shut))
    },
  }
}

async function announceTurn({ onTurn }: TransportRequest): Promise<void> {
  try {
    await onTurn?.()
  } catch (cause) {
    if (isVendorError(cause)) throw cause
    throw new VendorError('given up as its turn came', { kind: 'aborted', sent: 'no' })
  }
}
