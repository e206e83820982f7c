import { eq } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { requirePerson } from '../access/require-person'
import { people } from '../db/schema/staff'
import { parseInput } from '../errors/parse-input'
import type { Language } from './contract'
import { languageInput } from './input'

/** The language of one's own screens; null = the browser's. A matter of taste: the activity does not tell it. */
export async function changeOwnLanguage(
  ctx: HouseContext,
  input: { language: Language | null },
): Promise<{ language: Language | null }> {
  const { personId } = requirePerson(ctx)
  const { language } = parseInput(languageInput, input)
  await ctx.db.update(people).set({ locale: language }).where(eq(people.id, personId))
  return { language }
}
