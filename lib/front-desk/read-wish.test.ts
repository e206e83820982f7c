import { describe, expect, test } from 'vitest'
import { english } from '../../messages/english'
import { german } from '../../messages/german'
import { readPlaces, readWish } from './read-wish'

const both = [english.search, german.search]

describe('what is typed to be done', () => {
  test.each([
    ['issue code 204', ['issue-code'], '204'],
    ['Code  204', ['issue-code'], '204'],
    ['PIN for room 204', ['issue-code'], '204'],
    ['passcode 204', ['issue-code'], '204'],
    ['204 code', ['issue-code'], '204'],
    ['Mobile key 204', ['mobile-key'], '204'],
    ['unlock 204', ['unlock'], '204'],
    ['open Pool', ['unlock'], 'pool'],
    ['Code ausgeben für Zimmer 204', ['issue-code'], '204'],
    ['204 entriegeln', ['unlock'], '204'],
    ['mobiler Schlüssel 204', ['mobile-key'], '204'],
    ['unlock', ['unlock'], ''],
    ['room 204', [], '204'],
    ['204', [], '204'],
    ['codex', [], 'codex'],
    ['Unlockington', [], 'unlockington'],
  ])('%s', (text, acts, door) => {
    expect(readWish(text, both)).toEqual({ acts, door })
  })
})

describe('places by name, in either language', () => {
  test.each([
    ['gateways', 'gateways'],
    ['offline', 'gateways'],
    ['silent', 'gateways'],
    ['stumm', 'gateways'],
    ['PIN', 'keys'],
    ['passcode', 'keys'],
    ['callb', 'callback'],
    ['Personal', 'staff'],
    ['server', 'lockServer'],
    ['other systems', 'sharedKeys'],
    ['Verlauf', 'activity'],
  ])('%s', (text, name) => {
    expect(readPlaces(text, both)).toContain(name)
  })

  test('one sign, a room or a guest name no place', () => {
    for (const text of ['g', '204', 'Lovelace', '']) expect(readPlaces(text, both)).toEqual([])
  })
})
