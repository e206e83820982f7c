import { hash, verify } from '@node-rs/argon2'

/** argon2id, 19 MiB, 2 passes: OWASP's first choice for servers with little memory; about 15 ms. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), parameters)
}

/** Of a password that nobody has: an unknown account takes as long as a known one. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$tvwZ03aCqDy4fPZh8TMjtQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/** False also without a hash, after the same work. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? nobodysHash, password.normalize('NFKC')).catch(() => false)
  return matches && passwordHash != null
}
