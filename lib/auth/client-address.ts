import { type BlockList, isIP } from 'node:net'

/**
 * Who really asks: the peer of the connection, or, when that is a trusted proxy, the last address of X-Forwarded-For
 * that is not one. What a stranger writes there is never believed.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | null, proxies: BlockList): string {
  if (!peer) return 'unknown'
  const chain = (forwardedFor ?? '').split(',').map((part) => plain(part.trim()))
  let address = plain(peer)
  while (isTrusted(address, proxies)) {
    const next = chain.pop()
    if (!next || isIP(next) === 0) break
    address = next
  }
  return address
}

const isTrusted = (address: string, proxies: BlockList) =>
  isIP(address) !== 0 && proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Without the brackets and ports that some proxies add, and IPv4 as itself. */
function plain(address: string): string {
  const inner = /^\[([^\]]+)\](:\d+)?$/.exec(address)?.[1] ?? address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(inner)?.[1] ?? inner
  return /^\d+\.\d+\.\d+\.\d+:\d+$/.test(mapped) ? (mapped.split(':')[0] ?? mapped) : mapped
}
