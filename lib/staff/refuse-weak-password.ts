import { DeskError } from '../errors/desk-error'
import { passwordLimits } from './contract'
import { commonPhrases, commonWords } from './guessable-words'

/** Characters that must be left once everything a guesser tries first is taken away. */
const leftAtLeast = 4

const lookalikes: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
}
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'yxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn']
const runs = ['abcdefghijklmnopqrstuvwxyz', '01234567890', '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p', ...rows]
const bothWays = runs.flatMap((run) => [run, [...run].reverse().join('')])

/**
 * Throws `password-too-short` or `password-too-common`; `about` = names and addresses that a guesser would know. Returns
 * whether it is too short to stand alone, which it may be beside a second factor.
 */
export function refuseWeakPassword(
  password: string,
  about: readonly string[],
  field = 'password',
  { secondFactor = false } = {},
): { short: boolean } {
  const characters = secondFactor ? passwordLimits.minBesideSecondFactor : passwordLimits.minCharacters
  const typed = [...password].length
  if (typed < characters) {
    const fault = secondFactor ? 'password-too-short-beside' : 'password-too-short'
    throw new DeskError('password-too-short', { fields: { [field]: fault }, details: { characters } })
  }
  if (isCommon(password, about)) {
    throw new DeskError('password-too-common', { fields: { [field]: 'password-too-common' } })
  }
  return { short: typed < passwordLimits.minCharacters }
}

/** Whether next to nothing is left of it without runs, repeats, years, everyday words and what is known of the person. */
export function isCommon(password: string, about: readonly string[]): boolean {
  const plain = lettersOf(password)
  const read = lettersOf(password, true)
  if (commonPhrases.has(plain) || commonPhrases.has(read)) return true
  const known = about.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u).map((part) => lettersOf(part)))
  const words = [...known.filter((word) => word.length >= 3), ...commonWords]
  return [plain, read].some((text) => remainder(text, words).length < leftAtLeast)
}

function lettersOf(text: string, undoLookalikes = false): string {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss')
  const read = undoLookalikes ? folded.replace(/[013457@$]/g, (sign) => lookalikes[sign] ?? sign) : folded
  return read.replace(/[^\p{L}\p{N}]+/gu, '')
}

function remainder(text: string, words: readonly string[]): string {
  let left = text
  for (const word of words) left = left.replaceAll(word, ' ')
  left = left.replace(/(19|20)\d\d/g, ' ')
  left = withoutRuns(left)
  left = left.replace(/(.{1,8}?)\1+/gu, '$1')
  return left.replace(/\s+/g, '')
}

/** Takes out every stretch of four or more that runs along the alphabet, the digits or the keyboard. */
function withoutRuns(text: string): string {
  let kept = ''
  for (let at = 0; at < text.length; ) {
    const longest = Math.max(...bothWays.map((run) => sharedLength(text, at, run)))
    if (longest >= 4) at += longest
    else kept += text[at++]
  }
  return kept
}

function sharedLength(text: string, at: number, run: string): number {
  const start = run.indexOf(text.slice(at, at + 4))
  if (start < 0 || at + 4 > text.length) return 0
  let length = 4
  while (start + length < run.length && run[start + length] === text[at + length]) length++
  return length
}
