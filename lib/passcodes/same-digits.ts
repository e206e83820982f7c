import { sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import type { Id } from '../ids/ids'
import { answerAad, digitsFingerprints } from '../instructions/record-outcome'
import { cancelsSql, mayOpenSql } from './state-sql'

/**
 * Other codes on the same lock with the same digits for which the door may still open. `older` = asked for before this one
 * (rule 3: which of two is the duplicate); `handed-out` = whose digits serve somebody (I28).
 */
export async function findSameDigits(
  ctx: DeskContext,
  passcodeId: Id<'passcode'>,
  which: 'older' | 'handed-out',
): Promise<Id<'passcode'>[]> {
  const prints = await printsOf(ctx, passcodeId)
  if (prints.length === 0) return []
  const narrowed =
    which === 'older'
      ? sql`(s.intended_at, s.id) < (mine.intended_at, mine.id) and p.id not in (${triedBefore(passcodeId)})`
      : sql`(p.unfit is null or p.used_anyway_at is not null)`
  const { rows } = await ctx.db.execute<{ id: Id<'passcode'> }>(sql`
    select p.id
    from passcodes own
    join instructions mine on mine.id = own.set_instruction_id
    join instructions s on s.lock_id = mine.lock_id and s.answer_print = any(${sql.param(prints)}::text[]) and s.id <> mine.id
    join passcodes p on p.set_instruction_id = s.id
    ${cancelsSql(ctx.now)}
    where own.id = ${passcodeId} and own.property_id = ${ctx.property.id} and ${narrowed} and ${mayOpenSql(ctx.now)}`)
  return rows.map((row) => row.id)
}

/** Under every key known here: two codes may have been printed before and after a change of the key. */
async function printsOf(ctx: DeskContext, passcodeId: Id<'passcode'>): Promise<string[]> {
  const { rows } = await ctx.db.execute<{
    id: Id<'instruction'>
    lock_id: Id<'lock'>
    sealed: string
    print: string
  }>(sql`
    select s.id, s.lock_id, s.answer_sealed as sealed, s.answer_print as print from passcodes p join instructions s on s.id = p.set_instruction_id
    where p.id = ${passcodeId} and p.property_id = ${ctx.property.id} and s.answer_sealed is not null and s.answer_print is not null`)
  return rows.flatMap(({ id, lock_id, sealed, print }) => [
    print,
    ...digitsFingerprints(ctx, lock_id, ctx.sealer.unseal(sealed, answerAad(id))),
  ])
}

/** The tries of rule 3 that this code stands in for: the same guest's, so that equal digits are weak again and no duplicate. */
const triedBefore = (passcodeId: Id<'passcode'>) => sql`
  with recursive tried as (
    select instead_of_id as id from passcodes where id = ${passcodeId}
    union all
    select p.instead_of_id from passcodes p join tried on p.id = tried.id
  ) select id from tried where id is not null`
