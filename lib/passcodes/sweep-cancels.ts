import { and, eq, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { instructions } from '../db/schema/instructions'
import { passcodes } from '../db/schema/passcodes'
import type { Id } from '../ids/ids'
import { askCancel } from './ask-cancel'
import { handOver } from './hand-over'
import { cancelsSql, passcodeStateSql } from './state-sql'

/** Keeps asking for wanted cancels until the door confirmed or the window ended (I8), and for hand-overs whose moment came (rule 4). */
export async function sweepCancels(ctx: DeskContext): Promise<void> {
  const now = sql`${new Date(ctx.now).toISOString()}::timestamptz`
  const { rows } = await ctx.db.execute<{ id: Id<'passcode'> }>(sql`
    select p.id
    from passcodes p join instructions s on s.id = p.set_instruction_id ${cancelsSql(ctx.now)}
    where p.property_id = ${ctx.property.id} and p.ends_at > ${now} and p.cancel_wanted_at is not null
      and s.status = 1 and not k.open and (${passcodeStateSql(ctx.now)}) in ('cancelling', 'cancel-failed')
    order by k.last_at nulls first
    limit 200`)
  for (const row of rows) await askCancel(ctx, row.id)
  const handed = await ctx.db
    .select({ replacesId: passcodes.replacesId })
    .from(passcodes)
    .innerJoin(instructions, eq(instructions.id, passcodes.setInstructionId))
    .where(
      and(
        eq(passcodes.propertyId, ctx.property.id),
        lte(passcodes.handOverAt, ctx.now),
        isNotNull(passcodes.replacesId),
        or(isNull(passcodes.unfit), isNotNull(passcodes.usedAnywayAt)),
        sql`${passcodes.endsAt} > ${now}`,
        eq(instructions.status, 1),
        sql`not exists (select 1 from passcodes old where old.id = ${passcodes.replacesId} and (old.cancel_wanted_at is not null or old.ends_at <= ${now}))`,
      ),
    )
    .limit(200)
  for (const { replacesId } of handed) if (replacesId) await handOver(ctx, replacesId)
}
