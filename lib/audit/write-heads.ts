import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Sealer } from '../crypto/sealer'
import type { Database } from '../db/database'
import { auditChains } from '../db/schema/audit'
import type { Instant } from '../time/clock'
import { headLine, readHeads } from './read-heads'

/**
 * Writes the newest place and hash of every chain that moved since into a file outside the database, each line proved by the
 * key and on the disk when it resolves (I33): who can change the database alone cannot take back what stands there.
 */
export async function writeHeads(
  db: Database,
  sealer: Sealer,
  file: string,
  now: Instant,
  memory: HeadMemory = new Map(),
): Promise<number> {
  if (memory.size === 0) {
    const { byChain } = await readHeads(sealer, file)
    for (const [chainId, heads] of byChain) memory.set(chainId, heads.at(-1)?.hash ?? '')
  }
  const ends = await db.select().from(auditChains)
  const moved = ends.filter(({ id, place, hash }) => place > 0 && memory.get(id) !== hash)
  if (moved.length === 0) return 0
  append(file, moved.map(({ id, place, hash }) => headLine(sealer, { at: now, chainId: id, place, hash })).join(''))
  for (const { id, hash } of moved) memory.set(id, hash)
  return moved.length
}

/** The last hash that was written of each chain, so that the file is not read again for every line. */
export type HeadMemory = Map<string, string>

function append(file: string, lines: string): void {
  const fresh = !existsSync(file)
  if (fresh) mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  else dropBrokenLine(file)
  const open = openSync(file, 'a', 0o600)
  try {
    writeSync(open, lines)
    fsyncSync(open)
  } finally {
    closeSync(open)
  }
  if (fresh) syncDirectory(dirname(file))
}

/** A power cut may have left half a line; what comes after must not be joined to it. */
function dropBrokenLine(file: string): void {
  const bytes = readFileSync(file)
  const whole = bytes.lastIndexOf(0x0a) + 1
  if (whole === bytes.length) return
  const open = openSync(file, 'r+')
  try {
    ftruncateSync(open, whole)
  } finally {
    closeSync(open)
  }
}

function syncDirectory(directory: string): void {
  const open = openSync(directory, 'r')
  try {
    fsyncSync(open)
  } finally {
    closeSync(open)
  }
}
