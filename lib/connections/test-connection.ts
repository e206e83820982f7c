import { personIdOf } from '../access/actor'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { requireWithin } from '../access/require-within'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { type Id, newId } from '../ids/ids'
import { openUnsavedLockServer } from '../lock-server/client'
import type { LockServer, LockServerConnection, PathStyle } from '../lock-server/contract'
import { isVendorError, type VendorError } from '../lock-server/errors'
import { rememberToken } from '../lock-server/live-tokens'
import { type ShownCertificate, showCertificate } from '../lock-server/show-certificate'
import { columnsOf, trustColumns, typedPassword } from './change-connection'
import { type ConnectionRow, openConnection, passwordAad } from './connection-secrets'
import type { ConnectionTest, ListTest, TestFailure } from './contract'
import { type ConnectionInput, connectionInput } from './input'
import { findConnectionRow } from './queries'
import { connectionFailureOf, otherStyle } from './rules'
import { certificateViewOf } from './see-certificate'

/** Of one person, over all processes: each may ask a server of that person's choice to log in. */
export const testsPerMinute = 10

/**
 * Asks the Lock Server what can be asked without touching a door: certificate, login, both lists, its clock. With
 * `input`, the settings of the form, nothing is saved; without, the saved ones. May take seconds; failures are answers. Throws `too-many-requests`.
 */
export async function testConnection(ctx: DeskContext, input?: ConnectionInput): Promise<ConnectionTest> {
  requirePermission(ctx, input ? 'connection.edit' : 'connection.see')
  const saved = await findConnectionRow(ctx)
  const row = input ? await unsavedRow(ctx, saved, input) : saved
  if (!row) throw new DeskError('connection-missing')
  await requireWithin(ctx.db, new Map([[`connection-tests:${personIdOf(ctx.actor)}`, testsPerMinute]]), ctx.now)
  const known = saved && isSameAccount(saved, row) ? saved.id : null
  const test = await askEverything(ctx, openConnection(ctx, row), row, known)
  await withTransaction(ctx, (tx) =>
    recordAuditEvent(ctx, tx, {
      event: 'connection.tested',
      subjectId: saved?.id,
      details: {
        baseUrl: row.baseUrl,
        unsaved: input !== undefined,
        login: test.login.ok ? 'ok' : test.login.failure,
        locks: 'count' in test.locks ? test.locks.count : test.locks.failure,
        gateways: 'count' in test.gateways ? test.gateways.count : test.gateways.failure,
      },
    }),
  )
  return test
}

async function unsavedRow(
  ctx: DeskContext,
  saved: ConnectionRow | undefined,
  input: ConnectionInput,
): Promise<ConnectionRow> {
  const settings = parseInput(connectionInput, input)
  const password = typedPassword(settings, saved)
  const id = saved?.id ?? newId('connection')
  const trust = await trustColumns(settings)
  const base = saved ?? {
    ...{ propertyId: ctx.property.id, trust: 'system-ca', trustedPem: null, trustedSha256: null, version: 0 },
    ...{ callbackOn: false, callbackPolicy: 'refuse', callbackDays: 7, callbackSender: 'bearer' },
    ...{ callbackPartSealed: null, callbackPartPrint: null, reachedAt: null, failedAt: null, failure: null },
    ...{ passwordSealed: '', changedAt: ctx.now },
  }
  const columns = columnsOf(settings)
  // A server that nobody saved never learns the address of our callback.
  return {
    ...base,
    ...columns,
    ...trust,
    ...(saved && isSameAccount(saved, columns) ? {} : { callbackOn: false }),
    id,
    ...(password === null ? {} : { passwordSealed: ctx.sealer.seal(password, passwordAad(id)) }),
  }
}

type Account = Pick<ConnectionRow, 'baseUrl' | 'prefix' | 'username' | 'account'>

const isSameAccount = (one: Account, other: Account) =>
  one.baseUrl === other.baseUrl &&
  one.prefix === other.prefix &&
  one.username === other.username &&
  one.account === other.account

/** `known`: the saved connection to the same account, at whose callback the tokens of this test may be shown. */
async function askEverything(
  ctx: DeskContext,
  connection: LockServerConnection,
  { trust, trustedSha256 }: ConnectionRow,
  known: Id<'connection'> | null,
): Promise<ConnectionTest> {
  const shown = connection.baseUrl.startsWith('https:') ? await findCertificate(connection.baseUrl) : null
  const first = await tryStyle(ctx, connection, known)
  const pinned = trust === 'pinned' ? trustedSha256 : null
  const test = { certificate: shown && certificateViewOf(shown, pinned), ...first }
  if (first.fittingPathStyle !== null || !first.login.ok) return test
  const other = await tryStyle(ctx, { ...connection, pathStyle: otherStyle(connection.pathStyle) }, known)
  if (other.fittingPathStyle === null) return test
  const wrong: ListTest = { failure: 'wrong-path-style', vendorMessage: null }
  return { ...test, locks: wrong, gateways: wrong, fittingPathStyle: other.fittingPathStyle }
}

async function findCertificate(baseUrl: string): Promise<ShownCertificate | null> {
  try {
    return await showCertificate(baseUrl)
  } catch (error) {
    if (isVendorError(error)) return null
    throw error
  }
}

type StyleTest = Omit<ConnectionTest, 'certificate'>

async function tryStyle(
  ctx: DeskContext,
  connection: LockServerConnection,
  known: Id<'connection'> | null,
): Promise<StyleTest> {
  const { pathStyle } = connection
  const server = openUnsavedLockServer(connection, {
    clock: ctx.clock,
    ...(known && { given: (tokens) => rememberToken(ctx, known, tokens) }),
  })
  try {
    const failure = await failureOf(() => server.login())
    if (failure) {
      const notTried: ListTest = { failure: 'not-tried', vendorMessage: null }
      const refused = failure.failure === 'refused'
      const login = { ok: false as const, ...failure, ...(refused && { failure: 'login-refused' as const }) }
      return { login, locks: notTried, gateways: notTried, fittingPathStyle: null, clockDifferenceMs: null }
    }
    return { login: { ok: true }, ...(await askLists(ctx, server, pathStyle)) }
  } finally {
    await server.close()
  }
}

async function askLists(ctx: DeskContext, server: LockServer, pathStyle: PathStyle): Promise<Omit<StyleTest, 'login'>> {
  let clockDifferenceMs: number | null = null
  const list = async (ask: () => Promise<{ count: number; unusable: string[]; serverAt: number | null }>) => {
    let found: ListTest = { count: 0, unusable: [] }
    const failure = await failureOf(async () => {
      const { serverAt, ...lists } = await ask()
      found = lists
      // The header tells whole seconds, rounded down.
      if (serverAt !== null) clockDifferenceMs = Math.round((serverAt + 500 - ctx.clock.now()) / 1000) * 1000
    })
    return failure ?? found
  }
  const [locks, gateways] = await Promise.all([
    list(async () => {
      const { answer, serverAt } = await server.listLocks()
      return { count: answer.locks.length, unusable: answer.unusable, serverAt }
    }),
    list(async () => {
      const { answer, serverAt } = await server.listGateways()
      return { count: answer.gateways.length, unusable: answer.unusable, serverAt }
    }),
  ])
  const fits = 'count' in locks || 'count' in gateways
  return { locks, gateways, fittingPathStyle: fits ? pathStyle : null, clockDifferenceMs }
}

/** Null when it worked; programming errors are thrown on. */
async function failureOf(
  ask: () => Promise<void>,
): Promise<{ failure: TestFailure; vendorMessage: string | null } | null> {
  try {
    await ask()
    return null
  } catch (error) {
    if (!isVendorError(error)) throw error
    return { failure: testFailureOf(error), vendorMessage: error.vendorMessage }
  }
}

function testFailureOf(error: VendorError): TestFailure {
  if (error.kind === 'malformed') return 'not-understood'
  return connectionFailureOf(error) ?? 'refused'
}
