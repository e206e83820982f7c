/** 482917 → "482 917", 12345678 → "1234 5678": groups of three, or of four where those leave no rest. */
export function digitGroups(digits: string): string {
  const size = digits.length % 3 !== 0 && digits.length % 4 === 0 ? 4 : 3
  return digits.match(new RegExp(`.{1,${size}}`, 'g'))?.join(' ') ?? ''
}
