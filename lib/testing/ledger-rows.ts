import { eq, type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { guestKeys } from '../db/schema/guest-keys'
import { instructions } from '../db/schema/instructions'
import { locks } from '../db/schema/locks'
import { passcodeCancels, passcodes } from '../db/schema/passcodes'
import { stays } from '../db/schema/stays'
import { type Id, newId } from '../ids/ids'

type Row<T extends { $inferInsert: object }> = Partial<T['$inferInsert']>

/** A door as the lock list and the names' page left it. */
export async function writeDoor({ db, property, now }: DeskContext, row: Row<typeof locks> = {}): Promise<Id<'lock'>> {
  const id = newId('lock')
  const room = '204'
  await db
    .insert(locks)
    .values({ id, propertyId: property.id, name: 'MJ000204', room, sortKey: room, createdAt: now, ...row })
  return id
}

/** Holds of a door what an insert into `instructions` holds until its commit; call what it returns to let go. */
export const holdForInsert = (ctx: DeskContext, lockId: Id<'lock'>): Promise<() => Promise<void>> =>
  hold(ctx, sql`select id from locks where id = ${lockId} for key share`)

/** Holds the property as who changes it or its staff does; let go, it tells that in the activity. */
export const holdProperty = (ctx: DeskContext): Promise<() => Promise<void>> =>
  hold(ctx, sql`select id from properties where id = ${ctx.property.id} for update`, (tx) =>
    recordAuditEvent(ctx, tx, { event: 'person.roles-changed' }),
  )

async function hold(
  ctx: DeskContext,
  what: SQL,
  then?: (tx: Transaction) => Promise<void>,
): Promise<() => Promise<void>> {
  let letGo = () => {}
  const until = new Promise<void>((resolve) => {
    letGo = resolve
  })
  let holding = Promise.resolve()
  await new Promise<void>((held, failed) => {
    holding = withTransaction(ctx, async (tx) => {
      await tx.execute(what)
      held()
      await until
      await then?.(tx)
    })
    holding.catch(failed)
  })
  return () => {
    letGo()
    return holding
  }
}

/** A request as the ledger holds it; by default accepted and done by the door. */
export async function writeInstruction(
  ctx: DeskContext,
  lockId: Id<'lock'>,
  row: Row<typeof instructions> = {},
): Promise<Id<'instruction'>> {
  const id = newId('instruction')
  await ctx.db.insert(instructions).values({
    id,
    propertyId: ctx.property.id,
    kind: 'set-code',
    lockId,
    doorLabel: '204',
    lockName: 'MJ000204',
    actorLabel: 'Test',
    pressKey: id,
    askedHash: '',
    details: {},
    intendedAt: ctx.now,
    processId: 'gone',
    outcome: 'accepted',
    outcomeAt: ctx.now,
    status: 1,
    settledAt: ctx.now,
    ...row,
  })
  return id
}

interface Named {
  guestName?: string
  bookingNumber?: string
  startsAt: number
  endsAt: number
}

async function writeStay({ db, property, now }: DeskContext, lockId: Id<'lock'>, named: Named): Promise<Id<'stay'>> {
  const id = newId('stay')
  const { guestName = 'Ada Byron', bookingNumber, startsAt, endsAt } = named
  const row = { guestName, bookingNumber, startsAt, endsAt, createdAt: now }
  await db.insert(stays).values({ id, propertyId: property.id, lockId, roomLabel: '204', ...row })
  return id
}

/** A code for a guest, with the request behind it and the requests to cancel it. */
export async function writeCode(
  ctx: DeskContext,
  lockId: Id<'lock'>,
  { guestName, bookingNumber, ...row }: Row<typeof passcodes> & Named,
  set: Row<typeof instructions> = {},
  cancels: readonly Row<typeof instructions>[] = [],
): Promise<Id<'passcode'>> {
  const id = newId('passcode')
  const { startsAt, endsAt } = row
  await ctx.db.insert(passcodes).values({
    id,
    propertyId: ctx.property.id,
    lockId,
    stayId: await writeStay(ctx, lockId, {
      ...(guestName && { guestName }),
      ...(bookingNumber && { bookingNumber }),
      startsAt,
      endsAt,
    }),
    setInstructionId: await writeInstruction(ctx, lockId, { windowStartsAt: startsAt, windowEndsAt: endsAt, ...set }),
    oneTime: false,
    createdAt: ctx.now,
    ...row,
  })
  for (const cancel of cancels) {
    const instructionId = await writeInstruction(ctx, lockId, { kind: 'cancel-code', windowEndsAt: endsAt, ...cancel })
    await ctx.db.insert(passcodeCancels).values({ passcodeId: id, instructionId })
  }
  return id
}

/** A mobile key for a guest, with the request behind it. */
export async function writeGuestKey(
  ctx: DeskContext,
  lockId: Id<'lock'>,
  { guestName, ...row }: Row<typeof guestKeys> & Named,
  issued: Row<typeof instructions> = {},
): Promise<Id<'guestKey'>> {
  const id = newId('guestKey')
  const { startsAt, endsAt } = row
  await ctx.db.insert(guestKeys).values({
    id,
    propertyId: ctx.property.id,
    lockId,
    stayId: await writeStay(ctx, lockId, { ...(guestName && { guestName }), startsAt, endsAt }),
    instructionId: await writeInstruction(ctx, lockId, {
      kind: 'guest-key',
      windowStartsAt: startsAt,
      windowEndsAt: endsAt,
      status: null,
      ...issued,
    }),
    createdAt: ctx.now,
    ...row,
  })
  return id
}

/** The door was renamed since: requests keep the name of their time. */
export async function renameDoor({ db }: DeskContext, lockId: Id<'lock'>, room: string): Promise<void> {
  await db.update(locks).set({ room, sortKey: room }).where(eq(locks.id, lockId))
}
