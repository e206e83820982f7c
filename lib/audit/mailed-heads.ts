import type { Sealer } from '../crypto/sealer'
import { headMac, isHeadOurs, type WrittenHead, type WrittenHeads } from './read-heads'

const begin = '-----BEGIN KEYDESK HEAD-----'
const end = '-----END KEYDESK HEAD-----'
const fields = ['at', 'chain', 'place', 'hash', 'mac'] as const
/** So many blocks of one text are read. */
const blocksAtMost = 10_000

/** A head in short lines that no mail program breaks, proved by the key. */
export function writeMailedHead(sealer: Sealer, head: WrittenHead): string {
  const values = [new Date(head.at).toISOString(), head.chainId, head.place, head.hash, headMac(sealer, head)]
  return [begin, ...fields.map((field, at) => `${field} ${values[at]}`), end].join('\n')
}

/** All heads in a text: a mail as it was saved, copied or quoted, or many. `foreignLines` = numbers of blocks that are not ours. */
export function readMailedHeads(sealer: Sealer, text: string): WrittenHeads {
  const byChain = new Map<string, WrittenHead[]>()
  const foreign: number[] = []
  let number = 0
  const shape = new RegExp(`${begin}([\\s\\S]{1,2000}?)${end}`, 'g')
  // A raw mail breaks lines where it likes, each with a "=" that no line of ours ends with.
  for (const [, block = ''] of text.replace(/=\r?\n/g, '').matchAll(shape)) {
    number += 1
    if (number > blocksAtMost) break
    const head = readBlock(sealer, block)
    if (head === null) foreign.push(number)
    else byChain.set(head.chainId, [...(byChain.get(head.chainId) ?? []), head])
  }
  return { byChain, foreignLines: foreign }
}

function readBlock(sealer: Sealer, block: string): WrittenHead | null {
  const value = (field: (typeof fields)[number]) =>
    new RegExp(`^[>\\s]*${field}[ \\t]+(\\S+)[ \\t]*\\r?$`, 'm').exec(block)?.[1] ?? ''
  const head = {
    at: Date.parse(value('at')),
    chainId: value('chain'),
    place: Number(value('place')),
    hash: value('hash'),
  }
  return isHeadOurs(sealer, value('mac'), head) ? head : null
}

/** Both together, as `verifyChains` takes them. */
export function joinHeads(one: WrittenHeads, other: WrittenHeads): WrittenHeads {
  const byChain = new Map(one.byChain)
  for (const [chainId, heads] of other.byChain) byChain.set(chainId, [...(byChain.get(chainId) ?? []), ...heads])
  return { byChain, foreignLines: one.foreignLines }
}
