/** `npm run audit:verify [-- --heads mail.txt]`: whether the activity is whole (I33), also by hashes that were mailed. Exits 0 when it is, 1 with findings, 2 when it cannot be read. */
import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { joinHeads, readMailedHeads } from '../lib/audit/mailed-heads'
import { readHeads } from '../lib/audit/read-heads'
import type { ChainFault } from '../lib/audit/rules'
import { verifyChains } from '../lib/audit/verify-chain'
import { openOrLeave } from './open-or-leave'

const words: Record<ChainFault['kind'], string> = {
  changed: 'is not the line that was written there: changed, moved or put in',
  missing: 'is missing: it was removed',
  twice: 'is there twice',
  moved: 'stands in another order than it was written',
  'without-place': 'a line without a place was put in',
  'no-end': 'the chain has lines, or had some, but no record of its end: it was removed',
  'end-missing': 'and what follows is missing: the end was cut off',
  'end-changed': 'is not the one that the chain ends with',
  'beyond-end': 'lies beyond the end of the chain: it was put in, or the record of the end was changed',
  'beginning-not-ours':
    'the beginning of the chain was not recorded with this SECRETS_KEY: another key is set, or the record was changed',
  'address-changed': 'has another network address than it was written with',
  'not-as-written-outside': 'is not the one that was written outside the database: the chain was rewritten',
  'shorter-than-written-outside':
    'was written outside the database, but the chain ends before it: the end was cut off, or an older backup put back',
  'head-not-ours': 'of the file of hashes was not written with this SECRETS_KEY',
  'not-read': 'changed again and again while it was read: try once more',
}

/** Exits with 2: nothing was looked at. */
function leave(words: string): never {
  process.stderr.write(`${words}\n`)
  process.exit(2)
}

function readAsked(): { file: string; text: string } | null {
  try {
    const file = parseArgs({ options: { heads: { type: 'string' } } }).values.heads
    return file === undefined ? null : { file, text: readFileSync(file, 'utf8') }
  } catch (error) {
    return leave(`npm run audit:verify -- --heads <file with a mail>: ${(error as Error).message}`)
  }
}

const asked = readAsked()
const { given, home, sealer } = await openOrLeave(
  'On a running server the same check is on the page Activity, under Check now.',
)
const headsFile = given.AUDIT_HEADS_FILE
// Before the chains: what is written outside meanwhile belongs to lines that are not looked at yet.
const mailed = asked && readMailedHeads(sealer, asked.text)
const found = mailed ? [...mailed.byChain.values()].flat().length : 0
if (mailed && found + mailed.foreignLines.length === 0) {
  await home.close()
  leave(`There is no hash of Keydesk in ${asked?.file}: save the whole mail as text.`)
}
const fromFile = await readHeads(sealer, headsFile)
const heads = mailed ? joinHeads(fromFile, mailed) : fromFile
const reports = await verifyChains(home.db, sealer, heads)
const { rows: names } = await home.execute('select id, name from properties')
await home.close()

const nameOf = (id: string) => names.find((row) => row.id === id)?.name ?? id
let findings = 0
for (const { chainId, rows, faults } of reports) {
  const chain = chainId === null ? headsFile : chainId === 'house' ? 'The house' : `${nameOf(chainId)} (${chainId})`
  const held = chainId === null ? '' : ` ${rows} lines,`
  process.stdout.write(`${chain}:${held} ${faults.length === 0 ? 'whole' : `${faults.length} findings`}\n`)
  for (const { kind, place } of faults) {
    findings += 1
    process.stdout.write(`  ${place === null ? '' : `line ${place} `}${words[kind]}\n`)
  }
}
for (const block of mailed?.foreignLines ?? []) {
  findings += 1
  process.stdout.write(`${asked?.file}: hash ${block} was not written with this SECRETS_KEY, or was changed\n`)
}
if (mailed) process.stdout.write(`${asked?.file}: ${found} hashes compared\n`)
if (!existsSync(headsFile) && found === 0)
  process.stdout.write(`No hashes outside the database in ${headsFile}: a cut end cannot be told without them.\n`)
process.stdout.write(findings === 0 ? 'The activity is whole.\n' : 'The activity is NOT whole.\n')
process.exitCode = findings === 0 ? 0 : 1
