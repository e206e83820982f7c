import { z } from 'zod'
import type { Settings } from '../state/settings'
import { Refusal, succeed } from '../wire/answer'
import { endpoint } from '../wire/endpoint'
import { text } from '../wire/fields'

/** 2.4.5 Retrieve Instruction Status. The example's GET with a body is a slip (R3). */
export const instructionStatus = endpoint({
  call: 'instruction-status',
  method: 'GET',
  path: '/instruction',
  bearer: true,
  query: z.strictObject({ instruction_id: text }),
  body: null,
  act({ instructions, settings }, { query }) {
    const instruction = instructions.find(query.instruction_id)
    if (!instruction) throw new Refusal('no-such-instruction')
    return succeed({ info: { [settings.statusField]: statusValue(instruction.status, settings) } })
  },
})

function statusValue(status: number, settings: Settings): number | string {
  if (settings.statusAsHex) return `0x0${status}`
  return settings.numbersAsStrings ? String(status) : status
}
