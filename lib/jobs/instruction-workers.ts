import { eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { type House, openDeskContext } from '../access/house'
import { instructions } from '../db/schema/instructions'
import { properties } from '../db/schema/properties'
import type { Id } from '../ids/ids'
import { followUpAnswered, followUpSettled } from '../passcodes/follow-up-instruction'
import { contextPropertyOf } from '../properties/queries'
import type { Workers } from '../queue/runner'

/** What goes on after an instruction's answer and after its final status: rules 3 and 4, by the system itself. */
export function instructionWorkers(house: House): Pick<Workers, 'instruction-answered' | 'instruction-settled'> {
  const followUp = (verb: (ctx: DeskContext, id: Id<'instruction'>) => Promise<void>) => {
    return async ({ instructionId }: { instructionId: string }) => {
      const id = instructionId as Id<'instruction'>
      const ctx = await findContext(house, id)
      if (ctx) await verb(ctx, id)
    }
  }
  return { 'instruction-answered': followUp(followUpAnswered), 'instruction-settled': followUp(followUpSettled) }
}

async function findContext(house: House, id: Id<'instruction'>): Promise<DeskContext | null> {
  const [row] = await house.home.db
    .select({ property: properties })
    .from(instructions)
    .innerJoin(properties, eq(properties.id, instructions.propertyId))
    .where(eq(instructions.id, id))
  return row ? openDeskContext(house, { kind: 'system', part: 'follow-up' }, contextPropertyOf(row.property)) : null
}
