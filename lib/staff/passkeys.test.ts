import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import type { Role } from '../access/permissions'
import { auditEvents } from '../db/schema/audit'
import { passkeyChallenges, passkeys, people, sessions } from '../db/schema/staff'
import { isDeskError } from '../errors/desk-error'
import { openDesk, type TestDesk, testPassword } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { minuteMs } from '../time/clock'
import { addPasskey } from './add-passkey'
import { askNewPasskey, askPasskeyAgain, askPasskeyToSignIn } from './ask-passkey'
import { getOwnFactors } from './queries'
import { removePasskey } from './remove-passkey'
import { signIn } from './sign-in'
import { signInAgain } from './sign-in-again'
import { signInWithPasskey } from './sign-in-with-passkey'

const place = { address: '192.0.2.7', userAgent: 'test' }
let desk: TestDesk
afterEach(() => desk.close())

const codeOf = async (work: Promise<unknown>) => {
  try {
    await work
    return 'done'
  } catch (error) {
    if (isDeskError(error)) return error.code
    throw error
  }
}

const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url')
const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest()

interface Ways {
  origin?: string
  rpId?: string
  /** By finger or PIN at the device. */
  verified?: boolean
  counter?: number
}

/** An authenticator in software: one P-256 key, made and used as WebAuthn level 2 says (6.1, 6.5, 8.7). */
function makeAuthenticator() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  let uses = 0
  const home = { origin: 'http://localhost:3000', rpId: 'localhost' }
  const clientData = (type: string, challenge: string, origin: string) =>
    JSON.stringify({ type, challenge, origin, crossOrigin: false })
  const authData = (rpId: string, flags: number, counter: number, rest: Uint8Array = Buffer.alloc(0)) => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, rest])
  }
  const flagsOf = (verified: boolean) => 0x01 | (verified ? 0x04 : 0)
  return {
    id: base64url(id),
    create(
      { challenge }: { challenge: string },
      { origin = home.origin, rpId = home.rpId, verified = true }: Ways = {},
    ) {
      const client = clientData('webauthn.create', challenge, origin)
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)])
      const made = authData(rpId, flagsOf(verified) | 0x40, 0, attested)
      const attestationObject = isoCBOR.encode(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', new Uint8Array(made)],
        ]) as never,
      )
      return {
        id: base64url(id),
        rawId: base64url(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(client),
          attestationObject: base64url(attestationObject),
          transports: ['internal'],
        },
      }
    },
    answer(
      { challenge }: { challenge: string },
      { origin = home.origin, rpId = home.rpId, verified = true, counter }: Ways = {},
    ) {
      uses += 1
      const client = clientData('webauthn.get', challenge, origin)
      const authenticatorData = authData(rpId, flagsOf(verified), counter ?? uses)
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(client)]), privateKey)
      return {
        id: base64url(id),
        rawId: base64url(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(client),
          authenticatorData: base64url(authenticatorData),
          signature: base64url(signature),
        },
      }
    },
  }
}

function coseKey(publicKey: KeyObject): Uint8Array {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
  // Key type EC2, algorithm ES256, curve P-256, both coordinates (RFC 9053).
  return isoCBOR.encode(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]) as never,
  )
}

async function setUp(role: Role = 'manager') {
  const key = makeAuthenticator()
  const question = await askNewPasskey(desk.outside(role))
  const added = await addPasskey(desk.outside(role), { name: 'Reception PC', passkey: key.create(question) })
  return { key, ...added }
}
const visitor = () => desk.outside('visitor')
const ask = (pending?: string) => askPasskeyToSignIn(visitor(), { pending }, place)
const enter = (passkey: unknown, pending?: string) => signInWithPasskey(visitor(), { passkey, pending }, place)
async function pendingOf(role: Role = 'manager') {
  const step = await signIn(visitor(), { email: desk.people[role].email, password: testPassword }, place)
  if (step.done) throw new Error('signed in without a second step')
  return step.pending
}

for (const kind of await homesUnderTest()) {
  describe(`passkeys on ${kind}`, () => {
    test('one that was made here is kept with its name and public half, counts as a second factor, and is asked for once', async () => {
      desk = await openDesk(kind)
      const key = makeAuthenticator()
      const question = await askNewPasskey(desk.outside('manager'))
      expect(question).toMatchObject({ rp: { id: 'localhost' }, user: { name: desk.people.manager.email } })
      const made = key.create(question)
      const added = await addPasskey(desk.outside('manager'), { name: ' Reception PC ', passkey: made })
      expect(added.recoveryCodes).toHaveLength(10)
      expect(await codeOf(addPasskey(desk.outside('manager'), { name: 'x', passkey: made }))).toBe('passkey-refused')
      const again = await askNewPasskey(desk.outside('manager'))
      expect(again.excludeCredentials).toEqual([expect.objectContaining({ id: key.id })])
      expect(await codeOf(addPasskey(desk.outside('manager'), { name: 'x', passkey: key.create(again) }))).toBe(
        'passkey-known',
      )
      expect(await getOwnFactors(desk.outside('manager'))).toMatchObject({
        totpSince: null,
        standing: { state: 'yes' },
        passkeys: [{ id: added.id, name: 'Reception PC', usedAt: null }],
      })
    })

    test('one of another page, another house or another person’s question is not taken on', async () => {
      desk = await openDesk(kind)
      const take = async (ways: Ways, role: Role = 'manager') => {
        const question = await askNewPasskey(desk.outside('manager'))
        return codeOf(
          addPasskey(desk.outside(role), { name: 'x', passkey: makeAuthenticator().create(question, ways) }),
        )
      }
      expect(await take({ origin: 'http://localhost:3001' })).toBe('passkey-refused')
      expect(await take({ origin: 'https://desk.evil.example' })).toBe('passkey-refused')
      expect(await take({ rpId: 'evil.example' })).toBe('passkey-refused')
      expect(await take({}, 'auditor')).toBe('passkey-refused')
      expect(await take({})).toBe('done')
      const late = { ...desk.outside('manager'), now: desk.clock.now() + 5 * minuteMs + 1 }
      expect(await codeOf(askNewPasskey(late))).toBe('sign-in-again')
      expect(await codeOf(addPasskey(late, { name: 'x', passkey: {} }))).toBe('sign-in-again')
    })

    test('a passkey that verifies its person signs in without password; one that does not is not enough for that', async () => {
      desk = await openDesk(kind)
      const { key } = await setUp()
      const question = await ask()
      expect(question.userVerification).toBe('required')
      const done = await enter(key.answer(question))
      expect(done).toMatchObject({ personId: desk.people.manager.personId, factor: 'passkey' })
      const [session] = await desk.system.db.select().from(sessions).where(eq(sessions.id, done.sessionId))
      expect([session!.secondFactorBy, session!.secondFactorAt]).toEqual(['passkey', desk.clock.now()])
      expect(await codeOf(enter(key.answer(await ask(), { verified: false })))).toBe('passkey-refused')
      // After the password, showing that one has it is enough.
      const pending = await pendingOf()
      expect(await codeOf(enter(key.answer(await ask(pending), { verified: false }), pending))).toBe('done')
    })

    test('a foreign origin, a foreign house, another key’s signature, an answer of a second use and an old count are refused', async () => {
      desk = await openDesk(kind)
      const { key } = await setUp()
      const refused = async (ways: Ways) => codeOf(enter(key.answer(await ask(), ways)))
      expect(await refused({ origin: 'http://localhost:3001' })).toBe('passkey-refused')
      expect(await refused({ origin: 'http://127.0.0.1:3000' })).toBe('passkey-refused')
      expect(await refused({ rpId: 'evil.example' })).toBe('passkey-refused')
      const stranger = makeAuthenticator().answer(await ask())
      expect(await codeOf(enter({ ...stranger, id: key.id, rawId: key.id }))).toBe('passkey-refused')
      expect(await codeOf(enter(stranger))).toBe('passkey-refused')
      const answer = key.answer(await ask(), { counter: 50 })
      expect(await codeOf(enter(answer))).toBe('done')
      expect(await codeOf(enter(answer))).toBe('passkey-refused')
      // A copied key counts from where it was copied.
      expect(await refused({ counter: 50 })).toBe('passkey-refused')
      expect(await refused({ counter: 51 })).toBe('done')
      for (const passkey of [null, {}, 'x', { ...answer, response: { ...answer.response, clientDataJSON: 'bm9uZQ' } }])
        expect(['invalid-input', 'passkey-refused']).toContain(await codeOf(enter(passkey)))
      const failed = (await desk.system.db.select().from(auditEvents)).filter(
        ({ event }) => event === 'person.sign-in-failed',
      )
      expect(failed.length).toBeGreaterThan(0)
    })

    test('a question is for whom it was asked, works once and for five minutes, whatever the answer', async () => {
      desk = await openDesk(kind)
      const { key } = await setUp()
      const other = await setUp('auditor')
      const pending = await pendingOf()
      // Another person's passkey is no second step, nor is an answer to a question for anybody.
      expect(await codeOf(enter(other.key.answer(await ask(pending)), pending))).toBe('passkey-refused')
      expect(await codeOf(enter(key.answer(await ask()), pending))).toBe('passkey-refused')
      expect(await codeOf(enter(key.answer(await ask(pending))))).toBe('passkey-refused')
      const spoilt = await ask()
      expect(await codeOf(enter(key.answer(spoilt, { origin: 'https://x.example' })))).toBe('passkey-refused')
      expect(await codeOf(enter(key.answer(spoilt)))).toBe('passkey-refused')
      const late = await ask()
      await desk.clock.advance(5 * minuteMs)
      expect(await codeOf(enter(key.answer(late)))).toBe('passkey-refused')
      expect(await codeOf(ask(pending))).toBe('sign-in-ended')
      await ask()
      const kept = await desk.system.db.select().from(passkeyChallenges)
      expect(kept.every(({ madeAt }) => madeAt > desk.clock.now() - 6 * minuteMs)).toBe(true)
      const asked = await Promise.all(Array.from({ length: 40 }, () => codeOf(ask())))
      expect(new Set(asked)).toEqual(new Set(['done', 'too-many-tries']))
    })

    test('R: signed in again by a passkey of one’s own', async () => {
      desk = await openDesk(kind)
      const { key } = await setUp()
      const other = await setUp('auditor')
      await desk.clock.advance(10 * minuteMs)
      const again = async (from: typeof key) =>
        codeOf(
          signInAgain(
            desk.outside('manager'),
            { passkey: from.answer(await askPasskeyAgain(desk.outside('manager'))) },
            place,
          ),
        )
      expect(await again(other.key)).toBe('passkey-refused')
      expect(await again(key)).toBe('done')
      const [row] = await desk.system.db.select().from(sessions).where(eq(sessions.id, desk.people.manager.sessionId))
      expect(row!.provedAt).toBe(desk.clock.now())
      expect((await getOwnFactors(desk.outside('manager'))).passkeys[0]?.usedAt).toBe(desk.clock.now())
    })

    test('a removed passkey opens nothing; only one’s own is found; a switched-off account stays shut', async () => {
      desk = await openDesk(kind)
      const { key, id } = await setUp()
      expect(await codeOf(removePasskey(desk.outside('auditor'), { passkeyId: id }))).toBe('not-found')
      expect(await codeOf(removePasskey(desk.outside('manager'), { passkeyId: id }))).toBe('second-factor-required')
      const second = await setUp()
      expect(second.recoveryCodes).toBeNull()
      expect(await codeOf(removePasskey(desk.outside('manager'), { passkeyId: id }))).toBe('done')
      expect(await codeOf(enter(key.answer(await ask())))).toBe('passkey-refused')
      expect(await codeOf(enter(second.key.answer(await ask())))).toBe('done')
      const { personId } = desk.people.manager
      await desk.system.db.update(people).set({ disabledAt: desk.clock.now() }).where(eq(people.id, personId))
      expect(await codeOf(enter(second.key.answer(await ask())))).toBe('passkey-refused')
      expect(await desk.system.db.select().from(passkeys)).toHaveLength(1)
    })
  })
}
