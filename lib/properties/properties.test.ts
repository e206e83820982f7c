import { asc } from 'drizzle-orm'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { type Role, roles } from '../access/permissions'
import { auditEvents } from '../db/schema/audit'
import { isDeskError } from '../errors/desk-error'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { minuteMs } from '../time/clock'
import { changeProperty } from './change-property'
import { changeReasons } from './change-reasons'
import { builtInReasons, reservedSlugs } from './contract'
import { createProperty } from './create-property'
import { findProperty, findPropertyBySlug, listAllProperties } from './queries'
import { isSlug, slugFor } from './rules'

test('whatever a hotel is called, its slug is a safe first part of a path, free and none of ours', () => {
  const names = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(...reservedSlugs, 'Sign in', '東京', 'G', '../x'),
  )
  fc.assert(
    fc.property(names, fc.array(fc.constantFrom('hotel', 'hotel-2', 'g-2', 'api-2')), (name, taken: string[]) => {
      const slug = slugFor(name, (text) => taken.includes(text))
      expect(isSlug(slug)).toBe(true)
      expect(taken).not.toContain(slug)
      expect(new URL(`/${slug}`, 'http://a').pathname).toBe(`/${slug}`)
    }),
    { numRuns: 2000 },
  )
  expect(slugFor('Hôtel Zürich & Söhne', () => false)).toBe('hotel-zurich-sohne')
  expect(slugFor('Setup', () => false)).toBe('setup-2')
  expect(slugFor('Größe', (text) => text === 'grosse')).toBe('grosse-2')
})

test.each([...reservedSlugs, '', '-a', 'a-', 'a--b', 'A', 'a/b', 'a.b', 'ä', '..', 'a'.repeat(41)])(
  '%j is no slug',
  (text) => {
    expect(isSlug(text)).toBe(false)
  },
)

let desk: TestDesk
const codeOf = async (work: Promise<unknown>) => {
  try {
    await work
    return 'done'
  } catch (error) {
    if (isDeskError(error)) return error.code
    throw error
  }
}

for (const kind of await homesUnderTest()) {
  describe(`properties on ${kind}`, () => {
    afterEach(() => desk.close())

    test('settings and reasons are changed by their roles only, administrators after their password', async () => {
      desk = await openDesk(kind)
      const late = { provedMsAgo: 5 * minuteMs + 1 }
      const expected = (may: readonly Role[]) => roles.map((role) => (may.includes(role) ? 'done' : 'not-allowed'))
      const settings = roles.map((role) => codeOf(changeProperty(desk.as(role), { name: role })))
      expect(await Promise.all(settings)).toEqual(expected(['administrator']))
      const reasons = roles.map((role) => codeOf(changeReasons(desk.as(role), { reasons: [role] })))
      expect(await Promise.all(reasons)).toEqual(expected(['manager', 'administrator']))
      expect(await codeOf(changeProperty(desk.as('administrator', late), { name: 'x' }))).toBe('sign-in-again')
      expect(await codeOf(changeReasons(desk.as('administrator', late), { reasons: [] }))).toBe('sign-in-again')
      expect(await codeOf(createProperty(desk.outside('administrator'), { name: 'x', timeZone: 'UTC' }))).toBe(
        'not-allowed',
      )
    })

    test('a change tells each setting before and after, and none when nothing changed; the other property stays as it is', async () => {
      desk = await openDesk(kind)
      const other = await findProperty(desk.outside('system'), desk.otherProperty.id)
      const wanted = { name: 'Hotel Aurora', timeZone: 'Asia/Tokyo', codeMarginMinutes: 240, mobileKeysOn: true }
      const after = await changeProperty(desk.as('administrator'), wanted)
      expect(after).toEqual({ ...desk.property, ...wanted })
      await changeProperty(desk.as('administrator'), wanted)
      const events = await desk.system.db.select().from(auditEvents).orderBy(asc(auditEvents.sequence))
      expect(events.filter(({ event }) => event === 'property.changed').map(({ details }) => details)).toEqual([
        {
          timeZoneBefore: 'Europe/Berlin',
          timeZone: 'Asia/Tokyo',
          codeMarginMinutesBefore: 30,
          codeMarginMinutes: 240,
          mobileKeysOnBefore: false,
          mobileKeysOn: true,
        },
      ])
      expect(await findProperty(desk.outside('system'), desk.otherProperty.id)).toEqual(other)
    })

    test.each([
      [{ name: '' }, 'name'],
      [{ name: 'x'.repeat(81) }, 'name'],
      [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
      [{ arrivalTime: '24:00' }, 'arrivalTime'],
      [{ departureTime: '9:00' }, 'departureTime'],
      [{ codeMarginMinutes: 241 }, 'codeMarginMinutes'],
      [{ codeMarginMinutes: Number.NaN }, 'codeMarginMinutes'],
      [{ walkInLeadMinutes: -1 }, 'walkInLeadMinutes'],
      [{ mobileKeysOn: 'yes' as never }, 'mobileKeysOn'],
    ])('%j is refused beside its field and changes nothing', async (input, field) => {
      desk = await openDesk(kind)
      const change = changeProperty(desk.as('administrator'), { name: 'Changed', ...input })
      await expect(change).rejects.toMatchObject({ code: 'invalid-input', fields: { [field]: expect.any(String) } })
      expect(await findPropertyBySlug(desk.outside('system'), desk.property.slug)).toEqual(desk.property)
    })

    test('a new property begins with the reasons of house rule 9; Other stays, once and last', async () => {
      desk = await openDesk(kind)
      expect(desk.property.reasons).toEqual(builtInReasons)
      const ctx = desk.as('manager')
      expect((await changeReasons(ctx, { reasons: ['other', 'luggage', '  Minibar empty '] })).reasons).toEqual([
        'luggage',
        'Minibar empty',
        'other',
      ])
      expect(await codeOf(changeReasons(ctx, { reasons: ['Minibar', 'minibar'] }))).toBe('invalid-input')
      expect(await codeOf(changeReasons(ctx, { reasons: Array.from({ length: 31 }, (_, at) => `r${at}`) }))).toBe(
        'invalid-input',
      )
      expect((await findProperty(ctx, desk.property.id))?.reasons).toEqual(['luggage', 'Minibar empty', 'other'])
    })

    test('I29: staff find their own properties only, visitors none, our own code all', async () => {
      desk = await openDesk(kind)
      const found = async (ctx: Parameters<typeof findPropertyBySlug>[0]) =>
        (await Promise.all(['hotel-aurora', 'hotel-borealis'].map((slug) => findPropertyBySlug(ctx, slug)))).map(
          (one) => one !== null,
        )
      expect(await found(desk.outside('auditor'))).toEqual([true, false])
      expect(await found(desk.elsewhere('auditor'))).toEqual([false, true])
      expect(await found(desk.outside('visitor'))).toEqual([false, false])
      expect(await found(desk.outside('system'))).toEqual([true, true])
      expect(await listAllProperties(desk.outside('manager'))).toEqual([])
      expect(await listAllProperties(desk.outside('system'))).toHaveLength(2)
    })
  })
}
