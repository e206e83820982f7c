import { randomBytes } from 'node:crypto'
import type { Chance } from './chance'
import type { Clock } from './clock'
import type { Gateways } from './gateways'
import { canBeReached } from './hearing'
import type { Command, Instruction, InstructionStatus } from './instruction'
import { carryOut } from './instruction-effects'
import type { Lock } from './lock'
import type { Locks } from './locks'
import { type NextOutcome, NextOutcomes } from './next-outcomes'
import type { Settings } from './settings'

const KEPT_FINISHED = 20_000
const isFinal = (status: InstructionStatus) => status === 1 || status === 2 || status === 4

/**
 * Instructions (2.4.5, R14): 3 → 5 → 1, or 2, or 3 → 4. Nothing ticks: what was due is worked out when somebody
 * looks. For one lock they run in order; out of contact they wait.
 */
export class Instructions {
  private byId = new Map<string, Instruction>()
  private busy = new Set<string>()
  readonly nextOutcomes = new NextOutcomes()

  constructor(
    private clock: Clock,
    private chance: Chance,
    private settings: Settings,
    private locks: Locks,
    private gateways: Gateways,
  ) {}

  create(lock: Lock, command: Command): Instruction {
    this.catchUp(lock)
    const planned = this.nextOutcomes.take(lock.name, command.kind)
    const totalMs = this.chance.logNormal(this.settings.instructionMedianMs, this.settings.instructionSpread)
    const instruction: Instruction = {
      id: randomBytes(8).toString('hex').slice(0, 15),
      lockName: lock.name,
      command,
      status: 3,
      createdAt: this.clock.now(),
      createdElapsed: this.clock.elapsed(),
      stepSince: null,
      pushAfterMs: totalMs * 0.3,
      runAfterMs: totalMs * 0.7,
      outcome: this.outcomeOf(planned),
      heldAt: planned === 'stay-3' ? 3 : planned === 'stay-5' ? 5 : null,
      history: [{ at: this.clock.now(), status: 3 }],
    }
    this.byId.set(instruction.id, instruction)
    lock.waiting.push(instruction.id)
    this.busy.add(lock.name)
    this.catchUp(lock)
    this.forgetOldest()
    return instruction
  }

  /** The instruction as it is now. */
  find(id: string): Instruction | undefined {
    const instruction = this.byId.get(id)
    if (instruction) this.catchUpNamed(instruction.lockName)
    return instruction
  }

  all(): Instruction[] {
    this.catchUpAll()
    return [...this.byId.values()]
  }

  hold(instruction: Instruction, at: 3 | 5): void {
    this.catchUpNamed(instruction.lockName)
    if (!isFinal(instruction.status)) instruction.heldAt = at
  }

  release(instruction: Instruction): void {
    this.catchUpNamed(instruction.lockName)
    if (instruction.heldAt === instruction.status) instruction.stepSince = null
    instruction.heldAt = null
    this.catchUpNamed(instruction.lockName)
  }

  /** Puts an unfinished instruction to a status at once, ahead of others; to 1, the lock does what it was told. */
  settle(instruction: Instruction, status: InstructionStatus): void {
    this.catchUpNamed(instruction.lockName)
    const lock = this.locks.find(instruction.lockName)
    if (!lock || isFinal(instruction.status)) return
    this.enter(lock, instruction, status, this.clock.elapsed())
    if (!isFinal(status)) instruction.heldAt = status === 3 || status === 5 ? status : null
    this.catchUp(lock)
  }

  /** Works out everything that was due at one lock. */
  catchUp(lock: Lock): void {
    const elapsed = this.clock.elapsed()
    for (;;) {
      const head = this.byId.get(lock.waiting[0] ?? '')
      if (!head) break
      if (!canBeReached(lock, this.gateways)) {
        head.stepSince = null
        return
      }
      head.stepSince ??= elapsed
      if (head.heldAt === head.status) return
      const due = head.stepSince + (head.status === 3 ? head.pushAfterMs : head.runAfterMs)
      if (due > elapsed) return
      const next = head.status === 3 ? (head.outcome === 4 ? 4 : 5) : head.outcome
      this.enter(lock, head, next, due)
    }
    this.busy.delete(lock.name)
  }

  catchUpAll(): void {
    for (const name of [...this.busy]) this.catchUpNamed(name)
  }

  clear(): void {
    this.byId.clear()
    this.busy.clear()
    this.nextOutcomes.clear()
  }

  snapshot(): Instruction[] {
    return [...this.byId.values()]
  }

  restore(saved: Instruction[]): void {
    this.byId = new Map(saved.map((instruction) => [instruction.id, instruction]))
    this.busy = new Set(saved.filter(({ status }) => !isFinal(status)).map(({ lockName }) => lockName))
  }

  private enter(lock: Lock, instruction: Instruction, status: InstructionStatus, elapsed: number): void {
    const at = Math.round(this.clock.now() - (this.clock.elapsed() - elapsed))
    instruction.status = status === 1 ? carryOut(lock, instruction.command, at, this.settings.unlockedMs) : status
    instruction.history.push({ at, status: instruction.status })
    instruction.stepSince = elapsed
    if (!isFinal(instruction.status)) return
    lock.waiting = lock.waiting.filter((id) => id !== instruction.id)
    const next = this.byId.get(lock.waiting[0] ?? '')
    if (next && next.stepSince === null && canBeReached(lock, this.gateways)) {
      next.stepSince = Math.max(elapsed, next.createdElapsed)
    }
  }

  private outcomeOf(planned: NextOutcome | undefined): 1 | 2 | 4 {
    const drawn = this.chance.next()
    if (typeof planned === 'number') return planned
    if (drawn < this.settings.failChance) return 2
    return drawn < this.settings.failChance + this.settings.pushFailChance ? 4 : 1
  }

  private catchUpNamed(lockName: string): void {
    const lock = this.locks.find(lockName)
    if (lock) this.catchUp(lock)
  }

  private forgetOldest(): void {
    if (this.byId.size <= KEPT_FINISHED) return
    for (const instruction of this.byId.values()) {
      if (!isFinal(instruction.status)) continue
      this.byId.delete(instruction.id)
      return
    }
  }
}
