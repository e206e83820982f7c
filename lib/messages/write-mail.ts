import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { isRole } from '../access/permissions'
import { writeMailedHead } from '../audit/mailed-heads'
import { auditChains } from '../db/schema/audit'
import type { mails } from '../db/schema/mails'
import { notices, people, staffRoles } from '../db/schema/staff'
import type { Id } from '../ids/ids'
import type { NoticeKind } from '../notices/contract'
import type { Language } from '../staff/contract'
import { isLanguage } from '../staff/rules'
import { sayWholeMoment } from '../time/say-moment'
import { mailWords } from './mail-words'

type Mail = Pick<typeof mails.$inferSelect, 'kind' | 'about' | 'language' | 'toAddress'>

/**
 * What a mail says at this moment; null when what it tells of is gone, or
 * the addressee manages the property no more. No secrets and no guests' names (I32).
 */
export async function writeMail(ctx: DeskContext, mail: Mail): Promise<{ subject: string; text: string } | null> {
  const language = isLanguage(mail.language) ? mail.language : 'en'
  const written =
    mail.kind === 'heads' ? await writeHeads(ctx, mail.about, language) : await writeNotice(ctx, mail, language)
  return written && { ...written, subject: oneLine(written.subject) }
}

async function writeNotice(ctx: DeskContext, { about, toAddress }: Mail, language: Language) {
  const { property } = ctx
  const [found] = await ctx.db
    .select({ notice: notices })
    .from(notices)
    .innerJoin(staffRoles, and(eq(staffRoles.propertyId, notices.propertyId), eq(staffRoles.role, 'manager')))
    .innerJoin(people, and(eq(people.id, staffRoles.personId), eq(people.email, toAddress), isNull(people.disabledAt)))
    .where(and(eq(notices.id, about as Id<'notice'>), eq(notices.propertyId, property.id)))
  if (!found) return null
  const { notice } = found
  const words = mailWords[language]
  const kind = notice.kind as NoticeKind
  const roles = (notice.details.roles ?? '').split(' · ')
  const facts = {
    who: oneLine(notice.actorLabel),
    whom: oneLine(notice.subjectLabel ?? ''),
    roles: roles.map((role) => (isRole(role) ? words.roles[role] : oneLine(role))).join(', '),
    door: oneLine(notice.details.door ?? ''),
    when: sayWhen(ctx, notice.at, language),
  }
  return {
    subject: `${words.subjects[kind](facts)} – ${property.name}`,
    text: [
      words.texts[kind](facts),
      words.more(`${ctx.publicUrl}/${property.slug}/notices`),
      `${words.why(oneLine(property.name))}\n`,
    ].join('\n\n'),
  }
}

/** The ends of the property's chain and of the house's as they are now, each proved by the key (I33). */
async function writeHeads(ctx: DeskContext, day: string, language: Language) {
  const { property, sealer, now } = ctx
  const { subject, text } = mailWords[language].heads
  const ends = await ctx.db
    .select({ chainId: auditChains.id, place: auditChains.place, hash: auditChains.hash })
    .from(auditChains)
    .where(inArray(auditChains.id, [property.id, 'house']))
  const blocks = ends
    .filter(({ place }) => place > 0)
    .toSorted((one, other) => (one.chainId < other.chainId ? 1 : -1))
    .map((end) => writeMailedHead(sealer, { at: now, ...end }))
  return {
    subject: subject(property.name, day),
    text: `${[...text(oneLine(property.name), sayWhen(ctx, now, language)), ...blocks].join('\n\n')}\n`,
  }
}

function sayWhen({ property }: DeskContext, at: number, language: Language): string {
  return `${sayWholeMoment(at, { zone: property.timeZone, locale: language })} (${property.timeZone})`
}

/** Names are typed by people: none begins a line of its own, in a header or in the text. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
