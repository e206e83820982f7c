import { DeskError } from '../errors/desk-error'

/** Throws `pin-too-simple`. */
export function refuseWeakPin(pin: string): void {
  if (isWeakPin(pin)) throw new DeskError('pin-too-simple', { fields: { pin: 'pin-too-simple' } })
}

/** What somebody who sees the person every day tries first: few digits, runs, repeats, mirrors, pairs in a row, days of birth. */
export function isWeakPin(pin: string): boolean {
  const digits = [...pin].map(Number)
  if (new Set(digits).size <= 2 || isRun(digits)) return true
  // 123123 and 121212, 123321, 112233.
  if (/^(.{1,3})\1+$/.test(pin) || pin === [...pin].reverse().join('')) return true
  if (/^(.)\1(.)\2(.)\3$/.test(pin) && isRun(digits.filter((_, place) => place % 2 === 0))) return true
  return isDay(pin)
}

/** Up or down by one each; 0 follows 9. */
function isRun(digits: readonly number[]): boolean {
  const by = (step: number) =>
    digits.every((digit, at) => at === 0 || digit === ((digits[at - 1] ?? 0) + step + 10) % 10)
  return by(1) || by(-1)
}

/** Day, month and year in two digits each in any usual order, or a month with a whole year. */
function isDay(pin: string): boolean {
  const [first, second, third] = [pin.slice(0, 2), pin.slice(2, 4), pin.slice(4)].map(Number) as [
    number,
    number,
    number,
  ]
  const fits = (day: number, month: number) => day >= 1 && day <= 31 && month >= 1 && month <= 12
  if (fits(first, second) || fits(second, first) || fits(third, second)) return true
  return /^(0[1-9]|1[0-2])(19|20)\d\d$|^(19|20)\d\d(0[1-9]|1[0-2])$/.test(pin)
}
