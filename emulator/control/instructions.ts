import { z } from 'zod'
import type { Command, Instruction, InstructionStatus } from '../state/instruction'
import type { NextOutcome } from '../state/next-outcomes'
import type { World } from '../state/world'
import { ControlError, controlRoute, noInput } from './control-route'

export type InstructionView = {
  id: string
  lockName: string
  kind: Command['kind']
  digits: string | null
  status: InstructionStatus
  createdAt: number
  heldAt: 3 | 5 | null
  history: { at: number; status: InstructionStatus }[]
}
export type InstructionFilter = { lockName?: string; kind?: Command['kind']; status?: number }
export type InstructionsControl = ReturnType<typeof instructionsControl>

export function instructionsControl({ instructions }: World) {
  const known = (id: string): Instruction => {
    const instruction = instructions.find(id)
    if (!instruction) throw new ControlError(404, `no instruction ${id}`)
    return instruction
  }
  const fitting = (filter: InstructionFilter) =>
    instructions
      .all()
      .filter(
        ({ lockName, command, status }) =>
          (filter.lockName ?? lockName) === lockName &&
          (filter.kind ?? command.kind) === command.kind &&
          (filter.status ?? status) === status,
      )
  return {
    /** Oldest first. */
    list: (filter: InstructionFilter = {}) => fitting(filter).map(view),
    get: (id: string) => view(known(id)),
    hold(id: string, at: 3 | 5) {
      instructions.hold(known(id), at)
      return view(known(id))
    },
    release(id: string) {
      instructions.release(known(id))
      return view(known(id))
    },
    releaseAll: (filter: InstructionFilter = {}) =>
      fitting(filter)
        .filter(({ heldAt }) => heldAt !== null)
        .map((instruction) => {
          instructions.release(instruction)
          return view(instruction)
        }),
    /** Puts an unfinished instruction to `status` at once; 3 and 5 also hold it there. A finished one stays as it is. */
    settle(id: string, status: InstructionStatus) {
      instructions.settle(known(id), status)
      return view(known(id))
    },
    /** Settles all unfinished ones, or those that fit. */
    settleAll: (status: InstructionStatus, filter: InstructionFilter = {}) =>
      fitting(filter)
        .filter(({ status: present }) => present === 3 || present === 5)
        .map((instruction) => {
          instructions.settle(instruction, status)
          return view(instruction)
        }),
    /** Orders how a coming instruction ends: 1, 2, 4, or stays at 3 or 5 until released. One order, one instruction. */
    nextOutcome(outcome: NextOutcome, of: { lockName?: string; kind?: Command['kind'] } = {}) {
      instructions.nextOutcomes.order({ outcome, lockName: of.lockName ?? null, kind: of.kind ?? null })
    },
  }
}

function view({ id, lockName, command, status, createdAt, heldAt, history }: Instruction): InstructionView {
  const digits = 'digits' in command ? command.digits : null
  return { id, lockName, kind: command.kind, digits, status, createdAt, heldAt, history: [...history] }
}

const kind = z.enum(['set-passcode', 'cancel-passcode', 'remote-unlock'])
const status = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
const step = z.union([z.literal(3), z.literal(5)])
const filter = { lockName: z.string().optional(), kind: kind.optional() }
const outcome = z.union([z.literal(1), z.literal(2), z.literal(4), z.literal('stay-3'), z.literal('stay-5')])

export function instructionRoutes(control: InstructionsControl) {
  const id = (params: Record<string, string>) => params.id ?? ''
  return [
    controlRoute(
      'GET',
      '/instructions',
      z.strictObject({ ...filter, status: z.coerce.number().optional() }),
      (asked) => ({
        instructions: control.list(asked),
      }),
    ),
    controlRoute('POST', '/instructions/release', z.strictObject(filter), (asked) => ({
      instructions: control.releaseAll(asked),
    })),
    controlRoute('POST', '/instructions/settle', z.strictObject({ ...filter, status }), ({ status: to, ...asked }) => ({
      instructions: control.settleAll(to, asked),
    })),
    controlRoute('POST', '/instructions/next-outcome', z.strictObject({ ...filter, outcome }), (asked) => {
      control.nextOutcome(asked.outcome, asked)
      return { ordered: asked.outcome }
    }),
    controlRoute('GET', '/instructions/:id', noInput, (_, { params }) => control.get(id(params))),
    controlRoute('POST', '/instructions/:id/hold', z.strictObject({ at: step }), ({ at }, { params }) =>
      control.hold(id(params), at),
    ),
    controlRoute('POST', '/instructions/:id/release', noInput, (_, { params }) => control.release(id(params))),
    controlRoute('POST', '/instructions/:id/settle', z.strictObject({ status }), (asked, { params }) =>
      control.settle(id(params), asked.status),
    ),
  ]
}
