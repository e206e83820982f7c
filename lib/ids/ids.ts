const prefixes = {
  property: 'prp',
  person: 'per',
  session: 'ses',
  connection: 'con',
  gateway: 'gwy',
  lock: 'lck',
  stay: 'sty',
  instruction: 'ins',
  passcode: 'psc',
  guestKey: 'gky',
  permanentKey: 'pmk',
  sharedKey: 'shk',
  auditEvent: 'aud',
  request: 'req',
  process: 'prc',
  passkey: 'pky',
  deskComputer: 'dsk',
  notice: 'ntc',
  mail: 'mal',
  keeperAccount: 'kac',
  privacyRun: 'prv',
} as const

export type Noun = keyof typeof prefixes
export type Id<N extends Noun> = `${(typeof prefixes)[N]}_${string}`

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** 125 random bits in 25 characters; works in browsers on plain http too (no `randomUUID` there). */
export function randomText(length = 25): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  return Array.from(bytes, (byte) => alphabet[byte & 31]).join('')
}

/** An id that says what it names: `newId('passcode')` → `psc_…`. */
export function newId<N extends Noun>(noun: N): Id<N> {
  return `${prefixes[noun]}_${randomText()}` as Id<N>
}

/** Whether a text from outside has the shape of an id of that noun. */
export function isId<N extends Noun>(noun: N, text: unknown): text is Id<N> {
  return typeof text === 'string' && new RegExp(`^${prefixes[noun]}_[0-9a-z]{25}$`).test(text)
}
