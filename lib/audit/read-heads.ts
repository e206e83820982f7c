import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Sealer } from '../crypto/sealer'
import type { Instant } from '../time/clock'

/** Where a chain ended at a moment, as it was written outside the database. */
export interface WrittenHead {
  at: Instant
  chainId: string
  place: number
  hash: string
}

export interface WrittenHeads {
  byChain: ReadonlyMap<string, readonly WrittenHead[]>
  /** Numbers of lines that Keydesk did not write like that. */
  foreignLines: readonly number[]
}

export const noHeads: WrittenHeads = { byChain: new Map(), foreignLines: [] }

/** The file of heads, oldest first; without a file none. A last line without its end is one that a power cut broke off. */
export async function readHeads(sealer: Sealer, file: string | undefined): Promise<WrittenHeads> {
  if (file === undefined || !existsSync(file)) return noHeads
  const byChain = new Map<string, WrittenHead[]>()
  const foreign: number[] = []
  let number = 0
  for await (const line of createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number += 1
    if (line.trim() === '') continue
    const head = readHead(sealer, line)
    if (head === null) foreign.push(number)
    else if (byChain.get(head.chainId)?.push(head) === undefined) byChain.set(head.chainId, [head])
  }
  return { byChain, foreignLines: foreign }
}

export function headLine(sealer: Sealer, head: WrittenHead): string {
  const { at, chainId, place, hash } = head
  return `${JSON.stringify({ at: new Date(at).toISOString(), chainId, place, hash, mac: headMac(sealer, head) })}\n`
}

function readHead(sealer: Sealer, line: string): WrittenHead | null {
  try {
    const { at, chainId, place, hash, mac } = JSON.parse(line)
    const head = { at: Date.parse(at), chainId, place, hash }
    return isHeadOurs(sealer, mac, head) ? head : null
  } catch {
    return null
  }
}

export const headMac = (sealer: Sealer, head: WrittenHead): string => sealer.mac(headText(head), 'activity-head')

export const isHeadOurs = (sealer: Sealer, mac: string, head: WrittenHead): boolean =>
  sealer.isMacOf(mac, headText(head), 'activity-head')

const headText = ({ at, chainId, place, hash }: WrittenHead): string => JSON.stringify([at, chainId, place, hash])
