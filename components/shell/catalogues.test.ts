import { createTranslator } from 'next-intl'
import { describe, expect, it } from 'vitest'
import { english } from '@/messages/english'
import { german } from '@/messages/german'

type Tree = { [key: string]: string | Tree }

function leaves(tree: Tree, path = ''): Array<[key: string, text: string]> {
  return Object.entries(tree).flatMap(([key, value]) => {
    const here = path ? `${path}.${key}` : key
    return typeof value === 'string' ? [[here, value] as [string, string]] : leaves(value, here)
  })
}

/** Names and kinds of an ICU message's arguments, also inside plural branches, and its tags. */
function argumentsOf(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, tag = ''] of text.matchAll(/<(\w+)>/g)) found[tag] = 'tag'
  let at = 0
  function read(until: string): string {
    const from = at
    while (at < text.length && !until.includes(text.charAt(at))) at += 1
    return text.slice(from, at).trim()
  }
  function message() {
    while (at < text.length && text[at] !== '}') {
      if (text[at] === '{') argument()
      else at += 1
    }
  }
  function argument() {
    at += 1
    const name = read(',}')
    let kind = 'plain'
    if (text[at] === ',') {
      at += 1
      kind = read(',}')
      while (text[at] !== '}') {
        read('{}')
        if (text[at] !== '{') break
        at += 1
        message()
        at += 1
      }
    }
    found[name] = kind
    at += 1
  }
  message()
  return found
}

const sample = (kind: string) =>
  kind === 'tag' ? (chunk: string) => chunk : kind === 'plain' || kind === 'select' ? 'x' : 2

describe('the catalogues', () => {
  const en = new Map(leaves(english))
  const de = new Map(leaves(german))

  it('German has exactly the keys of English', () => {
    expect([...de.keys()].sort()).toEqual([...en.keys()].sort())
  })

  it('every German text takes the same arguments as its English one', () => {
    const differing = [...en].filter(([key, text]) => {
      const other = de.get(key)
      return (
        other !== undefined &&
        JSON.stringify(Object.entries(argumentsOf(text)).sort()) !==
          JSON.stringify(Object.entries(argumentsOf(other)).sort())
      )
    })
    expect(differing.map(([key]) => key)).toEqual([])
  })

  it.each([
    ['en', en],
    ['de', de],
  ] as const)('every text in %s says something and can be formatted', (locale, texts) => {
    for (const [key, text] of texts) {
      expect(text.trim(), key).not.toBe('')
      const values = Object.fromEntries(Object.entries(argumentsOf(text)).map(([name, kind]) => [name, sample(kind)]))
      const t = createTranslator({
        locale,
        messages: { text },
        onError: (error) => {
          throw new Error(`${key}: ${error.message}`)
        },
      })
      expect(t.markup('text', values as Record<string, string>), key).not.toContain('{')
    }
  })

  it('the argument reader sees what is nested', () => {
    expect(
      argumentsOf('{n, plural, one {1 door of {hotel}} other {# doors <b>x</b>}} {at, date, short} {who}'),
    ).toEqual({
      n: 'plural',
      hotel: 'plain',
      b: 'tag',
      at: 'date',
      who: 'plain',
    })
  })
})
