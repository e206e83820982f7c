/**
 * `npm run bench`: every figure against floors of the same run; ends with 1 when a goal is missed. `npm run bench -- memory`
 * takes one, several names several. `docs/performance.md` keeps the last figures.
 */
import { commandOverhead } from './command-overhead'
import { removeEmptyNext } from './empty-next'
import { finishedVisible } from './finished-visible'
import { firstLoad } from './first-load'
import { lockServerCalls } from './lock-server-calls'
import { type Figure, report } from './measure'
import { memoryAtRest } from './memory'
import { pageTime } from './page-time'
import { thirdParty } from './third-party'

const all: Record<string, () => Promise<Figure[]>> = {
  'first-load': firstLoad,
  'third-party': thirdParty,
  'page-time': pageTime,
  calls: lockServerCalls,
  visible: finishedVisible,
  command: commandOverhead,
  memory: memoryAtRest,
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in all))
if (unknown.length > 0) {
  console.error(`No figure is called ${unknown.join(', ')}. There are: ${Object.keys(all).join(', ')}.`)
  process.exit(2)
}
const figures: Figure[] = []
try {
  for (const [name, take] of Object.entries(all)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    console.error(`${name} …`)
    figures.push(...(await take()))
  }
} finally {
  removeEmptyNext()
}
process.exit(report(figures) ? 0 : 1)
