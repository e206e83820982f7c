import { DeskError } from '@/lib/errors/desk-error'
import { type Id, isId } from '@/lib/ids/ids'
import { longestHoldMs, namedAtMost } from '@/lib/instructions/contract'

export type Seen = ReadonlyMap<Id<'instruction'>, number>

/**
 * `?seen=ins_a:3,ins_b:1&hold=1000&emergencies=…`: versions per instruction (0 = never seen), how long to hold, and the mark
 * of the emergency entries that are shown. Throws `invalid-input`.
 */
export function readSeen(query: URLSearchParams): { seen: Seen; holdMs: number; emergencies: string } {
  const hold = query.get('hold') ?? String(longestHoldMs)
  if (!/^\d{1,5}$/.test(hold)) throw new DeskError('invalid-input', { fields: { hold: 'invalid' } })
  const seen = new Map<Id<'instruction'>, number>()
  const text = query.get('seen') ?? ''
  const parts = text === '' ? [] : text.split(',')
  if (parts.length > namedAtMost) throw new DeskError('invalid-input', { fields: { seen: 'too-many' } })
  for (const part of parts) {
    const [id, version = '', ...rest] = part.split(':')
    if (!isId('instruction', id) || !/^\d{1,9}$/.test(version) || rest.length > 0)
      throw new DeskError('invalid-input', { fields: { seen: 'invalid' } })
    seen.set(id, Math.min(Number(version), seen.get(id) ?? Number.POSITIVE_INFINITY))
  }
  const emergencies = query.get('emergencies') ?? ''
  if (!/^[\w-]{0,20}$/.test(emergencies)) throw new DeskError('invalid-input', { fields: { emergencies: 'invalid' } })
  return { seen, emergencies, holdMs: Math.min(Number(hold), longestHoldMs) }
}
