import { test } from 'vitest'
import { expectNoise } from './noise-fails'

const { console: outside } = globalThis
const say = (level: 'error' | 'warn') => outside[level]('oh dear')

test.fails('an error on the console fails the test', () => say('error'))

test.fails('a warning on the console fails the test', () => say('warn'))

test('noise that was expected does not', () => {
  expectNoise(/oh dear/)
  say('error')
})

test.fails('noise that was expected and never came fails the test', () => expectNoise(/oh dear/))
