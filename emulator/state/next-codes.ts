import type { Chance } from './chance'
import type { Clock } from './clock'
import { judgeCode } from './door-codes'
import type { Lock } from './lock'
import type { Settings } from './settings'

export type NextCode = { digits: string } | 'weak' | 'duplicate'

/** Makes the digits of new codes: random, unless the control plane ordered others. */
export class NextCodes {
  private ordered: { lockName: string | null; code: NextCode }[] = []

  constructor(
    private clock: Clock,
    private chance: Chance,
    private settings: Settings,
  ) {}

  order(code: NextCode, lockName: string | null): void {
    this.ordered.push({ lockName, code })
  }

  make(lock: Lock): string {
    const at = this.ordered.findIndex((order) => order.lockName === null || order.lockName === lock.name)
    const code = at < 0 ? undefined : this.ordered.splice(at, 1)[0]?.code
    if (typeof code === 'object') return code.digits
    const live = this.liveDigits(lock)
    if (code === 'duplicate') {
      const taken = live.at(-1)
      if (taken !== undefined) return taken
    }
    if (code === 'weak' || this.chance.next() < this.settings.weakCodeChance) return this.weak()
    for (;;) {
      const digits = this.chance.digits(this.settings.codeLength)
      if (!isWeak(digits) && !live.includes(digits)) return digits
    }
  }

  clear(): void {
    this.ordered = []
  }

  snapshot(): { lockName: string | null; code: NextCode }[] {
    return this.ordered
  }

  restore(saved: { lockName: string | null; code: NextCode }[]): void {
    this.ordered = saved
  }

  private weak(): string {
    return '1234567890123'.slice(0, this.settings.codeLength)
  }

  private liveDigits(lock: Lock): string[] {
    const lockAt = this.clock.now() + lock.clockOffsetMs
    const zone = lock.timeZone ?? this.settings.timeZone
    return lock.codes
      .filter((code) => ['works', 'not-yet'].includes(judgeCode(code, lockAt, zone)))
      .map((code) => code.digits)
  }
}

/** Two or fewer distinct digits, or a run up or down. Random codes are never these: the app would ask for another. */
function isWeak(digits: string): boolean {
  const steps = new Set([...digits].slice(1).map((digit, i) => Number(digit) - Number(digits[i])))
  const oneStep = steps.size === 1 && (steps.has(1) || steps.has(-1))
  return oneStep || new Set(digits).size <= 2
}
