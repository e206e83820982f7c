export type ClockView = { now: number; elapsedMs: number; speed: number; frozen: boolean }
export type ClockSnapshot = { now: number; elapsedMs: number; speed: number; frozen: boolean; savedAt: number }

/**
 * The emulator's own time. `now()` is its wall clock (epoch ms); `elapsed()` measures durations and never goes back:
 * tokens and instructions run on it, so that a wall clock set back strands nothing.
 */
export class Clock {
  private anchorReal = performance.now()
  private anchorNow: number
  private anchorElapsed = 0
  private rate = 1
  private stopped: boolean

  constructor(startAt: number, frozen: boolean) {
    this.anchorNow = startAt
    this.stopped = frozen
  }

  now(): number {
    return Math.round(this.anchorNow + this.sinceAnchor())
  }

  elapsed(): number {
    return this.anchorElapsed + this.sinceAnchor()
  }

  /** Moves the wall clock to `at` (epoch ms). Forward, time passes; backward, only the wall clock turns back. */
  set(at: number): void {
    this.move(at - this.now(), Math.max(0, at - this.now()))
  }

  /** Lets `ms` pass. */
  advance(ms: number): void {
    this.move(ms, ms)
  }

  /** Turns the wall clock by `ms` (either way) while no time passes: a server whose clock was wrong. */
  jump(ms: number): void {
    this.move(ms, 0)
  }

  freeze(): void {
    this.anchor()
    this.stopped = true
  }

  /** Runs (again), `speed` times as fast as real time; without it at the speed it had. */
  run(speed?: number): void {
    this.anchor()
    this.stopped = false
    if (speed !== undefined) this.rate = speed
  }

  /** As when it was made. */
  restart(startAt: number, frozen: boolean): void {
    this.anchor()
    this.anchorNow = startAt
    this.rate = 1
    this.stopped = frozen
  }

  view(): ClockView {
    return { now: this.now(), elapsedMs: this.elapsed(), speed: this.rate, frozen: this.stopped }
  }

  snapshot(): ClockSnapshot {
    return { ...this.view(), savedAt: Date.now() }
  }

  /** Takes a saved clock up again; unless it was frozen, the time that the emulator was down has passed. */
  restore(saved: ClockSnapshot): void {
    const away = saved.frozen ? 0 : Math.max(0, Date.now() - saved.savedAt) * saved.speed
    this.anchorReal = performance.now()
    this.anchorNow = saved.now + away
    this.anchorElapsed = saved.elapsedMs + away
    this.rate = saved.speed
    this.stopped = saved.frozen
  }

  private sinceAnchor(): number {
    return this.stopped ? 0 : (performance.now() - this.anchorReal) * this.rate
  }

  private anchor(): void {
    const passed = this.sinceAnchor()
    this.anchorNow += passed
    this.anchorElapsed += passed
    this.anchorReal = performance.now()
  }

  private move(nowBy: number, elapsedBy: number): void {
    this.anchor()
    this.anchorNow += nowBy
    this.anchorElapsed += elapsedBy
  }
}
