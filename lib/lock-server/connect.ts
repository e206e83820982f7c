import net from 'node:net'
import tls from 'node:tls'
import type { Trust } from './contract'
import { tlsOptions } from './trust'

type Connected = (...result: [error: null, socket: net.Socket] | [error: Error, socket: null]) => void

export type Connector = (
  target: { hostname: string; protocol: string; port: string },
  connected: Connected,
) => net.Socket

/**
 * Opens sockets to one Lock Server. No TLS session is ever resumed: a resumed one skips the look at the certificate,
 * so a changed one would go unseen (I22).
 */
export function connector(trust: Trust): Connector {
  return (target, connected) => {
    const secure = target.protocol === 'https:'
    const address = { host: target.hostname, port: Number(target.port || (secure ? 443 : 80)) }
    const socket = secure
      ? tls.connect({
          ...address,
          ...tlsOptions(trust),
          ...(net.isIP(address.host) === 0 ? { servername: address.host } : {}),
          ALPNProtocols: ['http/1.1'],
          rejectUnauthorized: true,
        })
      : net.connect(address)
    let answered = false
    socket
      .setNoDelay(true)
      .setKeepAlive(true, 60_000)
      .once(secure ? 'secureConnect' : 'connect', () => {
        if (answered) return
        answered = true
        connected(null, socket)
      })
      .on('error', (error) => {
        if (answered) return
        answered = true
        connected(error, null)
      })
      .once('close', () => {
        if (answered) return
        answered = true
        connected(Object.assign(new Error('closed while connecting'), { code: 'ECONNRESET' }), null)
      })
    return socket
  }
}
