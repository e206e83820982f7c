import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLocale, preferredLocale } from '@/messages/locales'

describe('the language of a request', () => {
  it.each([
    ['de', 'en-US,en', 'de'],
    [undefined, 'de-CH,de;q=0.9,en;q=0.8', 'de'],
    [undefined, 'fr-FR,fr;q=0.9,de;q=0.5,en;q=0.4', 'de'],
    [undefined, 'en;q=0.2,de;q=0.8', 'de'],
    [undefined, 'de;q=0,en;q=0.1', 'en'],
    [undefined, '*', 'en'],
    [undefined, 'fr', 'en'],
    [undefined, null, 'en'],
    ['xx', null, 'en'],
  ])('chosen %s and asked for %s gives %s', (chosen, asked, locale) => {
    expect(preferredLocale(chosen, asked)).toBe(locale)
  })

  it('is one of ours whatever is sent', () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), fc.option(fc.string()), (chosen, asked) => {
        expect(isLocale(preferredLocale(chosen, asked))).toBe(true)
      }),
    )
  })
})
