import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { permissions } from '@/lib/access/permissions'
import { type Access, actions, pages, routes } from './access-table'

const app = join(import.meta.dirname, '..')
const files = readdirSync(app, { recursive: true, encoding: 'utf8' })
const textOf = (file: string) => readFileSync(join(app, file), 'utf8')
/** `(desk)/[property]/locks/page.tsx` → `/[property]/locks` */
const addressOf = (file: string) =>
  `/${file
    .split('/')
    .slice(0, -1)
    .filter((part) => !part.startsWith('('))
    .join('/')}`

const pageFiles = files.filter((file) => /(^|\/)page\.tsx?$/.test(file))
const routeFiles = files.filter((file) => /(^|\/)route\.tsx?$/.test(file))
const actionFiles = files.filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\./.test(file) && /^\s*['"]use server['"]/m.test(textOf(file)),
)

/** Methods that do something. The callback answers all others with a refusal of its own. */
const methods = /export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE)\b/g
const routeKeys = (file: string) => {
  const found = [...textOf(file).matchAll(methods)].map(([, method]) => `${method} ${addressOf(file)}`)
  return addressOf(file).startsWith('/api/lock-server/') ? found.filter((key) => key.startsWith('PUT')) : found
}
const actionKeys = (file: string) =>
  [...textOf(file).matchAll(/export async function (\w+)/g)].map(
    ([, name]) =>
      `${file
        .split('/')
        .at(-1)
        ?.replace(/\.tsx?$/, '')}.${name}`,
  )

test('I29: every page, route and action has a line in the access table, and every line has its entry point', () => {
  expect(pageFiles.length).toBeGreaterThan(5)
  expect(pageFiles.map(addressOf).sort()).toEqual(Object.keys(pages).sort())
  expect(routeFiles.flatMap(routeKeys).sort()).toEqual(Object.keys(routes).sort())
  expect(actionFiles.flatMap(actionKeys).sort()).toEqual(Object.keys(actions).sort())
})

test('server actions stand in app/_actions only, each a named function', () => {
  for (const file of actionFiles) {
    expect(file).toMatch(/^_actions\/[a-z-]+\.ts$/)
    const exported = textOf(file).match(/^export (?!type\b|interface\b)/gm)?.length ?? 0
    expect([file, exported]).toEqual([file, actionKeys(file).length])
  }
})

const all: Record<string, Access> = { ...pages, ...routes, ...actions }

test('a line names a permission that exists, or says that none is needed', () => {
  for (const [entry, access] of Object.entries(all)) {
    const known =
      ['anybody', 'lock-server', 'metrics-token', 'person', 'member'].includes(access) ||
      Object.hasOwn(permissions, access)
    expect([entry, known]).toEqual([entry, true])
  }
})

/** What an entry point must go through for the access that its line gives. */
const gates: Record<'page' | 'route' | 'action', (access: Access) => RegExp> = {
  page: (access) =>
    access === 'anybody' ? /housePage\(/ : access === 'person' ? /personPage\(|housePage\(/ : /deskPage\(|deskPage</,
  route: (access) =>
    access === 'lock-server'
      ? /answerCallback\(/
      : access === 'metrics-token'
        ? /answerMetrics\(/
        : access === 'anybody'
          ? /houseRoute\(|answerSignIn\(|answerLive\(|answerReady\(/
          : access === 'person'
            ? /houseRoute\(/
            : /deskRoute[<(]|deskPress\(/,
  action: (access) =>
    access === 'anybody' ? /visitorAction\(/ : access === 'person' ? /personAction\(|changeLanguage\(/ : /deskAction\(/,
}

test('I29, I30: every entry point opens its context by the gate that its line needs', () => {
  for (const file of pageFiles)
    expect([file, textOf(file)]).toEqual([file, expect.stringMatching(gates.page(pages[addressOf(file)] ?? 'member'))])
  for (const file of routeFiles)
    for (const key of routeKeys(file))
      expect([key, textOf(file)]).toEqual([key, expect.stringMatching(gates.route(routes[key] ?? 'member'))])
  for (const file of actionFiles) {
    const bodies = textOf(file)
      .split(/^export async function /m)
      .slice(1)
    for (const [at, key] of actionKeys(file).entries())
      expect([key, bodies[at]]).toEqual([key, expect.stringMatching(gates.action(actions[key] ?? 'member'))])
  }
})
