import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { personIdOf } from '../access/actor'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import type { Emergencies, NoticeKind, NoticeView } from './contract'

interface Row extends Record<string, unknown> {
  id: NoticeView['id']
  kind: NoticeKind
  actor_label: string
  subject_label: string | null
  instruction_id: NoticeView['instructionId']
  details: { roles?: string; door?: string }
  lock_id: NoticeView['lockId']
  reason: string | null
  seen: { id: string; name: string; at: number }[] | null
}

const unseenAtMost = 20

/** The newest notices of the property, whoever marked them. */
export function listNotices(ctx: DeskContext, limit = 100): Promise<NoticeView[]> {
  return read(ctx, sql`true`, limit)
}

/** What the reader has not marked yet: of everything since they manage here, however long ago. */
export function listUnseenNotices(ctx: DeskContext, kinds: readonly NoticeKind[]): Promise<NoticeView[]> {
  const reader = personIdOf(ctx.actor)
  const ofKind = sql.join(
    kinds.map((kind) => sql`${kind}`),
    sql`, `,
  )
  return read(
    ctx,
    sql`n.kind in (${ofKind})
      and not exists (select 1 from notice_reads r where r.notice_id = n.id and r.person_id = ${reader})
      and n.at >= (select s.given_at from staff_roles s
        where s.person_id = ${reader} and s.property_id = n.property_id and s.role = 'manager')`,
    unseenAtMost,
  )
}

/** The alarm of every page: stays until the reader marks each. */
export async function findEmergencies(ctx: DeskContext): Promise<Emergencies> {
  const notices = await listUnseenNotices(ctx, ['emergency-entry'])
  const said = notices.map(({ id, reason }) => `${id} ${reason ?? ''}`).join('\n')
  const mark = notices.length === 0 ? '' : createHash('sha256').update(said).digest('base64url').slice(0, 20)
  return { mark, notices }
}

async function read(ctx: DeskContext, which: ReturnType<typeof sql>, limit: number): Promise<NoticeView[]> {
  requirePermission(ctx, 'notice.see')
  const { rows } = await ctx.db.execute<Row>(sql`
    select n.id, n.kind, n.at, n.actor_label, n.subject_label, n.instruction_id, n.details, i.lock_id, i.reason,
      (select json_agg(json_build_object('id', p.id, 'name', p.name, 'at', extract(epoch from r.at) * 1000) order by r.at, p.id)
        from notice_reads r join people p on p.id = r.person_id where r.notice_id = n.id) as seen
    from notices n left join instructions i on i.id = n.instruction_id and i.property_id = n.property_id
    where n.property_id = ${ctx.property.id} and ${which}
    order by n.at desc, n.id desc limit ${limit}`)
  const reader = personIdOf(ctx.actor)
  return rows.map((row) => {
    const seen = (row.seen ?? []).map(({ id, name, at }) => ({ id, name, at: Math.round(at) }))
    return {
      id: row.id,
      kind: row.kind,
      at: instantFromDriver(row.at),
      actorLabel: row.actor_label,
      subjectLabel: row.subject_label,
      roles: row.details.roles?.split(' · ') ?? [],
      doorLabel: row.details.door ?? null,
      lockId: row.lock_id,
      instructionId: row.instruction_id,
      reason: row.reason,
      seenAt: seen.find(({ id }) => id === reader)?.at ?? null,
      seenBy: seen.map(({ name, at }) => ({ name, at })),
    }
  })
}
