import { BlockList, isIP } from 'node:net'

const known = new WeakMap<readonly string[], BlockList>()

/** Which addresses are our own proxies: single ones or ranges (`10.0.0.0/8`), from TRUSTED_PROXIES. Throws RangeError. */
export function trustedProxies(entries: readonly string[]): BlockList {
  const list = known.get(entries) ?? read(entries)
  known.set(entries, list)
  return list
}

function read(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address)
    const length = Number(bits)
    const longest = family === 6 ? 128 : 32
    if (family === 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && length <= longest)))
      throw new RangeError(`"${entry}" is neither an address nor a range like 10.0.0.0/8`)
    const kind = family === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, kind)
    else list.addSubnet(address, length, kind)
  }
  return list
}
