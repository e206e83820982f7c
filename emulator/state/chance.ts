/** Seeded randomness (mulberry32): the same seed gives the same hotel, delays and codes. Its state can be saved. */
export class Chance {
  constructor(public state: number) {}

  /** A number in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  digits(length: number): string {
    return Array.from({ length }, () => this.below(10)).join('')
  }

  /** A log-normal duration: half of the draws are below `medianMs`; `spread` is the sigma of the logarithm. */
  logNormal(medianMs: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
    return medianMs * Math.exp(spread * normal)
  }
}

/** A stable number in [0, 1) for a text: what wanders without being stored (signals, phases) is computed from it. */
export function steadyFraction(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return new Chance(hash).next()
}
