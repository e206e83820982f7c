/** The house rules that no other tool checks: file sizes, names, the homes of clock, environment, network and queue. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

interface Ban {
  what: string
  pattern: RegExp
  /** Where it is at home. */
  except: RegExp
}

const test = /\.test\.tsx?$|^e2e\/|^lib\/testing\//
const bans: Ban[] = [
  {
    what: 'the clock is read in lib/time only',
    pattern: /\bDate\.now\(\)|\bnew Date\(\)/,
    except: /^lib\/time\/|^emulator\/|^bench\/|^bin\//,
  },
  {
    what: 'process.env is read in lib/env only',
    pattern: /\bprocess\.env\b/,
    except: /^lib\/env\/|^emulator\/|^bench\/|^bin\/|^(instrumentation|proxy)\.ts$|config\.(ts|mjs)$/,
  },
  {
    what: 'the network is used in lib/lock-server and use-*.ts only',
    pattern: /(?<![.\w])fetch\(|from 'undici'/,
    except: /^lib\/lock-server\/|\/use-[a-z-]+\.tsx?$|^emulator\/|^bench\/|^bin\//,
  },
  {
    what: 'mail leaves by the transport in lib/messages only',
    pattern: /from 'nodemailer/,
    except: /^lib\/messages\/smtp-transport\.ts$|^bin\/check-house-rules\.ts$/,
  },
  { what: 'jobs are sent by enqueue only', pattern: /\bboss\.(send|insert|publish)\(/, except: /^lib\/queue\// },
  { what: 'our errors are asked by their brand', pattern: /instanceof (DeskError|VendorError)\b/, except: /^$/ },
  {
    what: 'certificates are always checked',
    pattern: /rejectUnauthorized:\s*false|NODE_TLS_REJECT_UNAUTHORIZED/,
    except: /^lib\/lock-server\/show-certificate\.ts$|^bin\/check-house-rules\.ts$|^emulator\//,
  },
  {
    what: 'types stay on',
    pattern: /\bas any\b|: any\b|@ts-(ignore|nocheck|expect-error)/,
    except: /^bin\/check-house-rules\.ts$/,
  },
]
const testBans: Ban[] = [
  { what: 'modules are never mocked', pattern: /\bvi\.mock\(/, except: /^$/ },
  { what: 'tests are never skipped', pattern: /\b(it|test|describe)\.(skip|only|todo)\b/, except: /^$/ },
]
const badName = /(^|\/)(index|utils?|helpers?|misc|common|types|constants)(\.tsx?$|\/)/
const longest = 300

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.includes('/migrations/') && existsSync(file))
const faults: string[] = []
for (const file of files) {
  const lines = readFileSync(file, 'utf8').split('\n')
  if (badName.test(file)) faults.push(`${file}: this name says nothing`)
  if (!test.test(file) && lines.length > longest + 1) faults.push(`${file}: ${lines.length} lines, at most ${longest}`)
  for (const ban of test.test(file) ? testBans : bans) {
    if (ban.except.test(file)) continue
    lines.forEach((line, at) => {
      if (ban.pattern.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line)) faults.push(`${file}:${at + 1}: ${ban.what}`)
    })
  }
}
for (const fault of faults) console.error(fault)
console.log(`${files.length} files read, ${faults.length} faults`)
if (files.length < 20) {
  console.error('Too few files were read: the check itself is broken.')
  process.exit(1)
}
process.exit(faults.length > 0 ? 1 : 0)
