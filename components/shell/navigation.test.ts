import { describe, expect, it } from 'vitest'
import { currentPlace, placesOf } from './navigation'

const places = placesOf('lindt')

describe('where one is', () => {
  it.each([
    ['/lindt', 'desk'],
    ['/lindt/locks', 'locks'],
    ['/lindt/locks/lck_1', 'locks'],
    ['/lindt/shared-keys', 'keys'],
    ['/lindt/shared-keys/shk_1', 'keys'],
    ['/lindt/settings/staff', 'settings'],
    ['/lindt/lockstep', 'desk'],
  ])('%s belongs to %s', (path, place) => {
    expect(currentPlace(places, path)).toBe(place)
  })

  it('another property is none of these', () => {
    expect(currentPlace(places, '/lindthof/locks')).toBeUndefined()
  })
})
