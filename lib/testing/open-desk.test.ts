import { expect, test } from 'vitest'
import { roles } from '../access/permissions'
import { findConnection } from '../connections/queries'
import { listPropertiesOf } from '../properties/queries'
import { openDesk } from './open-desk'
import { homesUnderTest } from './open-test-home'

for (const kind of await homesUnderTest()) {
  test(`a test desk has a person per role, each at one property only (${kind})`, async () => {
    const desk = await openDesk(kind)
    try {
      for (const role of roles) {
        expect((await listPropertiesOf(desk.as(role))).map((own) => [own.slug, own.roles])).toEqual([
          ['hotel-aurora', [role]],
        ])
        expect((await listPropertiesOf(desk.elsewhere(role))).map((own) => own.slug)).toEqual(['hotel-borealis'])
      }
      expect(desk.as('manager', { provedMsAgo: 60_000 }).actor).toMatchObject({ provedAt: desk.clock.now() - 60_000 })
      expect(desk.system.property).toEqual(desk.property)
    } finally {
      await desk.close()
    }
  })
}

test('an emulator that was asked for is connected to the property, and its clock stands at the desk’s', async () => {
  const desk = await openDesk('embedded', { emulator: true })
  try {
    expect(desk.emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await findConnection(desk.as('administrator'))).toMatchObject({ baseUrl: desk.emulator.url })
  } finally {
    await desk.close()
  }
})
