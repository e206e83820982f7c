import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createHouse, type House, openHouseContext } from '../access/house'
import { setUpHouse } from '../auth/set-up-house'
import { createSealer } from '../crypto/sealer'
import { properties } from '../db/schema/properties'
import { people, setupCodes, staffRoles } from '../db/schema/staff'
import { isDeskError } from '../errors/desk-error'
import { connectFirstProperty, firstStart } from '../jobs/first-start'
import { silentLog } from '../log/log'
import { minuteMs } from '../time/clock'
import { createFakeClock, type FakeClock } from './fake-clock'
import { homesUnderTest, openTestHome, type TestHome } from './open-test-home'

const form = {
  name: 'Ada Lovelace',
  email: 'Ada@Aurora.test',
  password: 'nine umbrellas and a porter',
  propertyName: 'Hotel Aurora',
  timeZone: 'Europe/Berlin',
  alsoRunsDesk: false,
}
const noSettings = { LOCK_SERVER_PATH_STYLE: 'documented' } as const
const place = { address: '192.0.2.7', userAgent: 'test' }

for (const kind of await homesUnderTest()) {
  describe(`the first account on ${kind}`, () => {
    let opened: TestHome
    let house: House
    let clock: FakeClock

    beforeEach(async () => {
      clock = createFakeClock()
      opened = await openTestHome(kind)
      house = createHouse({
        home: opened.home,
        sealer: createSealer('a secret of tests, thirty-two characters or more'),
        clock,
        log: silentLog,
        publicUrl: 'http://localhost:3000',
      })
    })
    afterEach(() => opened.close())

    const visitor = () => openHouseContext(house, { kind: 'visitor', address: '192.0.2.7' })
    const setUp = async (input: Partial<typeof form> & { code: string }) => {
      try {
        return (await setUpHouse(visitor(), { ...form, ...input }, place)).slug
      } catch (error) {
        if (isDeskError(error)) return error.code
        throw error
      }
    }
    const printed = async () => (await firstStart(house, noSettings)).setupCode!
    const held = async () => (await house.home.db.select().from(staffRoles)).map(({ role }) => role).sort()

    test('a code of 100 bits is printed, kept only as a hash, and makes the account, the property and a session', async () => {
      const code = await printed()
      expect(code).toMatch(/^[0-9a-z]{5}(-[0-9a-z]{5}){3}$/)
      const stored = JSON.stringify(await house.home.db.select().from(setupCodes))
      for (const part of [code, code.replaceAll('-', '')]) expect(stored).not.toContain(part)
      expect(await setUp({ code: ` ${code.toUpperCase().replaceAll('-', ' ')} ` })).toBe('hotel-aurora')
      expect(await held()).toEqual(['administrator'])
      expect(await house.home.db.select().from(setupCodes)).toEqual([])
      expect((await firstStart(house, noSettings)).setupCode).toBeNull()
      expect(await setUp({ code })).toBe('setup-closed')
    })

    test('who also runs the desk is administrator, manager and front desk', async () => {
      await setUp({ code: await printed(), alsoRunsDesk: true })
      expect(await held()).toEqual(['administrator', 'front-desk', 'manager'])
    })

    test('two visitors with the right code make one account', async () => {
      const code = await printed()
      const answers = await Promise.all(
        ['ada@aurora.test', 'eve@aurora.test', 'mal@aurora.test'].map((email) => setUp({ code, email })),
      )
      expect(answers.sort()).toEqual(['hotel-aurora', 'setup-closed', 'setup-closed'])
      expect(await house.home.db.select().from(people)).toHaveLength(1)
      expect(await house.home.db.select().from(properties)).toHaveLength(1)
    })

    test('ten wrong tries end the code, also many at once, and then the right one opens nothing', async () => {
      const code = await printed()
      const answers = await Promise.all(Array.from({ length: 14 }, () => setUp({ code: 'wrong' })))
      expect(answers.filter((answer) => answer === 'setup-code-wrong')).toHaveLength(10)
      expect(answers.filter((answer) => answer === 'setup-code-ended')).toHaveLength(4)
      expect(await setUp({ code })).toBe('setup-code-ended')
      expect(await setUp({ code: await printed() })).toBe('hotel-aurora')
    })

    test('half an hour ends the code, and a newer one ends the older', async () => {
      const code = await printed()
      await clock.advance(30 * minuteMs)
      expect(await setUp({ code })).toBe('setup-code-ended')
      const newer = await printed()
      expect(await setUp({ code })).toBe('setup-code-wrong')
      expect(await setUp({ code: newer })).toBe('hotel-aurora')
    })

    test('a slip in the other fields costs no try of the code and creates nothing', async () => {
      const code = await printed()
      for (const slip of [{ email: 'ada' }, { timeZone: 'Mars/Olympus' }, { name: ' ' }, { propertyName: '' }])
        expect(await setUp({ code, ...slip })).toBe('invalid-input')
      expect(await setUp({ code, password: 'Hotel Aurora 2026' })).toBe('password-too-common')
      expect(await setUp({ code, password: 'too short' })).toBe('password-too-short')
      const [row] = await house.home.db.select().from(setupCodes)
      expect(row!.triesLeft).toBe(10)
      expect(await house.home.db.select().from(properties)).toEqual([])
    })

    test('ADMIN_EMAIL and ADMIN_PASSWORD make the account that runs the desk too, once, also by two processes at once', async () => {
      const settings = {
        ...noSettings,
        ADMIN_EMAIL: 'boss@aurora.test',
        ADMIN_PASSWORD: 'nine umbrellas and a porter',
        PROPERTY_NAME: 'Hotel Aurora',
        PROPERTY_TIME_ZONE: 'Europe/Berlin',
      }
      const started = await Promise.all([firstStart(house, settings), firstStart(house, settings)])
      expect(started).toEqual([{ setupCode: null }, { setupCode: null }])
      await firstStart(house, { ...settings, ADMIN_EMAIL: 'other@aurora.test' })
      expect((await house.home.db.select().from(people)).map(({ email }) => email)).toEqual(['boss@aurora.test'])
      expect(await held()).toEqual(['administrator', 'front-desk', 'manager'])
      const [property] = await house.home.db.select().from(properties).where(eq(properties.slug, 'hotel-aurora'))
      expect(property).toMatchObject({ name: 'Hotel Aurora', timeZone: 'Europe/Berlin', arrivalTime: '15:00' })
    })

    test.each([
      [{ ADMIN_EMAIL: 'boss@aurora.test' }, /belong together/],
      [{ ADMIN_EMAIL: 'boss@aurora.test', ADMIN_PASSWORD: 'short' }, /ADMIN_PASSWORD: at least 15/],
      [{ ADMIN_EMAIL: 'boss@aurora.test', ADMIN_PASSWORD: 'passwordpassword' }, /ADMIN_PASSWORD/],
      [
        {
          ADMIN_EMAIL: 'boss@aurora.test',
          ADMIN_PASSWORD: 'nine umbrellas and a porter',
          PROPERTY_TIME_ZONE: 'Berlin',
        },
        /PROPERTY_TIME_ZONE/,
      ],
    ])('settings that cannot be used are told by their name and create nothing: %j', async (settings, words) => {
      await expect(firstStart(house, { ...noSettings, ...settings })).rejects.toThrow(words)
      expect(await house.home.db.select().from(people)).toEqual([])
      expect(await house.home.db.select().from(properties)).toEqual([])
    })

    test('LOCK_SERVER_* connect the property of a new house, whoever made it, and change nothing later', async () => {
      const settings = {
        ...noSettings,
        LOCK_SERVER_URL: 'http://127.0.0.1:9',
        LOCK_SERVER_USERNAME: 'partner',
        LOCK_SERVER_PASSWORD: 'a secret',
      }
      const { setupCode } = await firstStart(house, settings)
      await setUp({ code: setupCode! })
      await connectFirstProperty(house, settings)
      await connectFirstProperty(house, { ...settings, LOCK_SERVER_URL: 'http://127.0.0.1:10' })
      const { rows } = await house.home.execute('select base_url, username from connections')
      expect(rows).toEqual([{ base_url: 'http://127.0.0.1:9', username: 'partner' }])
    })
  })
}
