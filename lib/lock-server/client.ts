import type { Sealer } from '../crypto/sealer'
import type { Database } from '../db/database'
import { randomText } from '../ids/ids'
import { errorFields, type Log, silentLog } from '../log/log'
import type { Clock } from '../time/clock'
import { authenticate, jsonHeaders } from './authenticate'
import type { Answered, CallOptions, CommandOutcome, LockServer, LockServerConnection, Tokens } from './contract'
import { isVendorError, VendorError } from './errors'
import { failedAttempt, notSent } from './failed-attempt'
import { defaultLimits, type Limits } from './limits'
import { openPassingSession } from './passing-session'
import { type ApiRequest, requestsFor } from './requests'
import { isPrefix, originOf } from './rules'
import { type AccessToken, openSession, type Session } from './session'
import { sessionKey } from './session-row'
import { sessionRows } from './session-rows'
import * as to from './translate'
import { openTransport, type Transport } from './transport'
import { commandOutcome, readAnswer, type Understanding } from './verdict'
import * as wire from './wire'
import type { Patience } from './within'

export interface LockServerDeps {
  /** Outside any transaction. */
  db: Database
  sealer: Sealer
  clock: Clock
  log: Log
  /** Who claims renewals of the token (I11). */
  processId: string
  /** Tests only; R20's otherwise. */
  limits?: Partial<Limits>
}

/** Everything that one property's Lock Server can be asked, tokens shared with other processes. Throws `not-askable` for settings that are no address. */
export function openLockServer(connection: LockServerConnection, deps: LockServerDeps): LockServer {
  const { db, sealer, clock, log, processId } = deps
  return open(connection, deps, (transport) =>
    openSession({
      rows: sessionRows(db, sessionKey(sealer, connection), `${processId} ${randomText(8)}`),
      calls: authenticate(transport, requestsFor(connection), connection),
      clock,
      log: log.child({ connection: connection.id }),
    }),
  )
}

/** For *Test connection*, before anything is saved: logs in once at the first call; only `given` gets to see the tokens. */
export function openUnsavedLockServer(
  connection: LockServerConnection,
  deps: Pick<LockServerDeps, 'clock' | 'limits'> & { given?: (tokens: Tokens) => Promise<void> },
): LockServer {
  return open(connection, { ...deps, log: silentLog }, (transport) =>
    openPassingSession(authenticate(transport, requestsFor(connection), connection), deps.clock, deps.given),
  )
}

function open(
  connection: LockServerConnection,
  deps: Pick<LockServerDeps, 'clock' | 'limits' | 'log'>,
  sessionOver: (transport: Transport) => Session,
): LockServer {
  const { clock, log } = deps
  const limits = { ...defaultLimits, ...deps.limits }
  const origin = originOf(connection.baseUrl)
  if (origin === null || !isPrefix(connection.prefix)) {
    throw new VendorError('the address is none', { kind: 'not-askable', sent: 'no' })
  }
  const transport = openTransport({ origin, trust: connection.trust }, limits, clock)
  const requests = requestsFor(connection)
  const session = sessionOver(transport)

  /** One budget for waiting: the token's and the turn's together. */
  function patienceOf(options: CallOptions = {}): () => Patience {
    const startMs = clock.monotonicMs()
    const totalMs = Math.min(options.turnMs ?? limits.turnMs, limits.turnMs)
    return () => ({ ms: Math.max(0, totalMs - (clock.monotonicMs() - startMs)), signal: options.signal })
  }

  function send(
    lane: 'reading' | 'command',
    request: ApiRequest,
    accessToken: string,
    { ms, signal }: Patience,
    onTurn?: CallOptions['onTurn'],
  ) {
    const headers = { ...jsonHeaders, authorization: `bearer ${accessToken}` }
    return transport.send({ ...request, lane, headers, turnMs: ms, signal, onTurn })
  }

  async function read<W, A>(
    request: () => ApiRequest,
    understanding: Understanding<W, A>,
    options?: CallOptions,
  ): Promise<Answered<A>> {
    const asked = request()
    const attempt = async (accessToken: string, patience: Patience) => {
      const answer = await send('reading', asked, accessToken, patience)
      const { serverAt, answeredMonotonicMs } = answer
      return { answer: readAnswer(answer, understanding, [accessToken]), serverAt, answeredMonotonicMs }
    }
    const first = patienceOf(options)
    const token = await session.token('reading', first())
    try {
      return await attempt(token.accessToken, first())
    } catch (error) {
      if (!isTokenRefusal(error) || !(await session.refused(token, 'reading'))) throw error
    }
    const second = patienceOf(options)
    const fresh = await session.token('reading', second())
    try {
      const answered = await attempt(fresh.accessToken, second())
      session.renewalHelped(true)
      return answered
    } catch (error) {
      if (isTokenRefusal(error)) session.renewalHelped(false)
      throw error
    }
  }

  /** Sends at most once, whatever happens (I1, I9); the order of the three parts is what makes `not-sent` true. */
  async function command<W, A>(
    request: () => ApiRequest,
    understanding: Understanding<W, A>,
    options?: CallOptions,
    secrets: readonly string[] = [],
  ): Promise<CommandOutcome<A>> {
    const patience = patienceOf(options)
    let asked: ApiRequest
    let token: AccessToken
    const noToken = (error: unknown): CommandOutcome<A> => {
      if (!isVendorError(error)) log.error(errorFields(error), 'no token for a command')
      return notSent(error)
    }
    try {
      asked = request()
      token = await session.token('command', patience(), options?.begin !== undefined)
    } catch (error) {
      return noToken(error)
    }
    let outcome: CommandOutcome<A> | 'token-replaced'
    const sendWith = async () => {
      let replaced = false
      const begin = async () => {
        replaced = (await options?.begin?.(session.isCurrent(token))) === 'token-replaced'
        if (replaced) throw new Error('another process renewed the token')
      }
      try {
        const onTurn = options?.begin ? begin : options?.onTurn
        const answer = await send('command', asked, token.accessToken, patience(), onTurn)
        return commandOutcome(answer, understanding, [token.accessToken, ...secrets])
      } catch (error) {
        if (replaced) return 'token-replaced'
        throw error
      }
    }
    try {
      outcome = await sendWith()
      if (outcome === 'token-replaced') {
        // Nothing was sent: the newer one is looked up, and looked at once more.
        const newer = await session.token('command', patience()).catch(noToken)
        if ('outcome' in newer) return newer
        token = newer
        outcome = await sendWith()
      }
      if (outcome === 'token-replaced')
        throw new VendorError('the token was replaced twice', { kind: 'aborted', sent: 'no' })
    } catch (error) {
      if (!isVendorError(error)) log.error(errorFields(error), 'a command ended unexpectedly')
      return failedAttempt(error)
    }
    if (outcome.outcome === 'rejected' && outcome.reason === 'token') {
      await session
        .refused(token, 'command')
        .catch((error: unknown) => log.warn(errorFields(error), 'refusal not noted'))
    }
    return outcome
  }

  const keyCode = { schema: wire.keyAnswer, translate: to.toKeyCode }
  const instruction = { schema: wire.instructionAnswer, translate: to.toInstructionAccepted }
  return {
    login: (options) => session.login(patienceOf(options)()),
    listLocks: (options) => read(requests.locks, { schema: wire.lockListAnswer, translate: to.toLockList }, options),
    listGateways: (options) =>
      read(requests.gateways, { schema: wire.gatewayListAnswer, translate: to.toGatewayList }, options),
    getGatewayStatus: (name, options) =>
      read(
        () => requests.gatewayStatus(name),
        { schema: wire.gatewayStatusAnswer, translate: to.toGatewayStatus },
        options,
      ),
    readLock: (name, options) =>
      read(() => requests.lockStatus(name), { schema: wire.lockStatusAnswer, translate: to.toLockReadings }, options),
    getInstructionStatus: (id, options) =>
      read(
        () => requests.instructionStatus(id),
        { schema: wire.instructionStatusAnswer, translate: to.toInstructionStatus },
        options,
      ),
    setPasscode: (asked, options) =>
      command(() => requests.setPasscode(asked), { schema: wire.passcodeAnswer, translate: to.toPasscodeSet }, options),
    cancelPasscode: (asked, options) =>
      command(() => requests.cancelPasscode(asked), instruction, options, [asked.digits]),
    unlock: (name, options) => command(() => requests.unlock(name), instruction, options),
    issueGuestKey: (asked, options) => command(() => requests.guestKey(asked), keyCode, options),
    issuePermanentKey: (name, options) => command(() => requests.permanentKey(name), keyCode, options),
    issueAdminKey: (name, options) => command(() => requests.adminKey(name), keyCode, options),
    createLockKeeper: (asked, options) =>
      command(() => requests.lockKeeper(asked), { schema: wire.bareAnswer, translate: () => ({}) }, options, [
        asked.password,
      ]),
    async close() {
      session.close()
      await transport.close()
    },
  }
}

function isTokenRefusal(error: unknown): boolean {
  return isVendorError(error) && error.kind === 'token'
}
