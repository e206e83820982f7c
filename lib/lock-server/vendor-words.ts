/** Controls, marks that turn the writing direction, and halves of characters: PostgreSQL and screens take none of them. */
const unprintable = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** One line of at most `longest` characters that can be stored and shown; null when nothing is left (I26). */
export function cleanText(text: string, longest: number): string | null {
  const clean = text.slice(0, 20_000).replace(unprintable, ' ').trim()
  return clean === '' ? null : Array.from(clean).slice(0, longest).join('')
}

/** The vendor's message as we keep it (R6, I20): 500 characters, without the call's secrets that it may repeat (I32). */
export function cleanVendorMessage(message: unknown, secrets: readonly string[] = []): string | null {
  if (typeof message !== 'string') return null
  let text = message.slice(0, 20_000)
  for (const secret of secrets) if (secret.length >= 4) text = text.replaceAll(secret, '…')
  return cleanText(text, 500)
}

/** R11: words in which deployments say that a token is not or no longer good. */
export function namesToken(message: unknown): boolean {
  return typeof message === 'string' && /token|expired|unauthori|过期|无效/i.test(message)
}
