import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type MailServer, readMailServer } from './mail-server'
import { keepPublicUrl } from './public-url'
import { trustedProxies } from './trusted-proxies'

const text = z.string().trim().min(1)

/** Pages, cookies and the callback live at the root: an address with a path would be another place. */
function isOrigin(address: string): boolean {
  if (!URL.canParse(address)) return true
  const { pathname, search, hash, username } = new URL(address)
  return pathname === '/' && search + hash + username === ''
}

function mustBeAddresses(entries: readonly string[], ctx: z.RefinementCtx): void {
  try {
    trustedProxies(entries)
  } catch (error) {
    ctx.addIssue({ code: 'custom', message: (error as RangeError).message })
  }
}

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: text.optional(),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .refine(isOrigin, 'scheme, host and port only, without a path')
    .optional(),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((entry) => entry.trim() || []))
    .superRefine(mustBeAddresses),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATA_DIR: text.default('./data'),
  AUDIT_HEADS_FILE: text.optional(),
  AUTH_SECRET: z.string().min(32, 'at least 32 characters').optional(),
  SECRETS_KEY: z.string().min(32, 'at least 32 characters').optional(),
  SECRETS_KEY_PREVIOUS: z.string().min(32, 'at least 32 characters').optional(),
  ADMIN_KEYS: z.enum(['on', 'off']).default('off'),
  METRICS_TOKEN: z.string().min(16, 'at least 16 characters').optional(),
  BACKUP_PASSPHRASE: z.string().min(12, 'at least 12 characters').optional(),
  BACKUP_RECIPIENT: z.string().startsWith('age1', 'a public key of age (age1…)').optional(),
  BACKUP_IDENTITY_FILE: text.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: text.optional(),
  SMTP_CA_FILE: text.optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  PROPERTY_NAME: text.optional(),
  PROPERTY_TIME_ZONE: text.optional(),
  LOCK_SERVER_URL: z.url({ protocol: /^https?$/ }).optional(),
  LOCK_SERVER_USERNAME: text.optional(),
  LOCK_SERVER_PASSWORD: text.optional(),
  LOCK_SERVER_DEVICE_MAC: text.optional(),
  LOCK_SERVER_CERTIFICATE: text.optional(),
  LOCK_SERVER_PATH_STYLE: z.enum(['documented', 'servers']).default('documented'),
  LOCK_SERVER_ACCOUNT: text.optional(),
  LOCK_SERVER_HEARTBEAT_MS: z.coerce.number().int().min(1000).max(3_600_000).optional(),
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().optional(),
})

/** The whole outside interface, parsed once; `docs/operations.md` lists what each name means. */
export type Settings = Omit<
  z.infer<typeof schema>,
  'AUTH_SECRET' | 'SECRETS_KEY' | 'PUBLIC_URL' | 'AUDIT_HEADS_FILE' | 'SMTP_URL' | 'MAIL_FROM' | 'SMTP_CA_FILE'
> & {
  /** From SMTP_URL, MAIL_FROM and SMTP_CA_FILE; null: nothing is mailed. */
  mailServer: MailServer | null
  AUDIT_HEADS_FILE: string
  AUTH_SECRET: string
  SECRETS_KEY: string
  PUBLIC_URL: string
}

/** Modules exist more than once inside one server process, so `instanceof` lies: a brand on the global registry does not. */
const brand = Symbol.for('keydesk.settings-error')

/** A setting that cannot be used: the message is for the person at the console. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'

  constructor(message: string) {
    super(message)
    Object.defineProperty(this, brand, { value: true })
  }
}

/** True for a SettingsError of any copy of this module. */
export function isSettingsError(error: unknown): error is SettingsError {
  return typeof error === 'object' && error !== null && brand in error
}

/** Reads and checks the settings; makes the two secrets in DATA_DIR (0600) when absent and there is no DATABASE_URL. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new SettingsError(`These settings cannot be used:\n${lines.join('\n')}`)
  }
  const { SMTP_URL, MAIL_FROM, SMTP_CA_FILE, ...settings } = parsed.data
  const mail = readMailServer({ SMTP_URL, MAIL_FROM, SMTP_CA_FILE })
  if (typeof mail === 'string') throw new SettingsError(`These settings cannot be used:\n  ${mail}`)
  const secret = (name: 'AUTH_SECRET' | 'SECRETS_KEY') => settings[name] ?? madeSecret(name, settings)
  return {
    ...settings,
    mailServer: mail,
    DATA_DIR: resolve(settings.DATA_DIR),
    AUDIT_HEADS_FILE: resolve(
      /*turbopackIgnore: true*/ settings.AUDIT_HEADS_FILE ?? join(settings.DATA_DIR, 'activity-heads.jsonl'),
    ),
    AUTH_SECRET: secret('AUTH_SECRET'),
    SECRETS_KEY: secret('SECRETS_KEY'),
    SECRETS_KEY_PREVIOUS: settings.SECRETS_KEY_PREVIOUS ?? previousKey(settings),
    PUBLIC_URL: new URL(settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).origin,
  }
}

/** Beside the key that we made: the file that an administrator renamed to change it. */
function previousKey(settings: { DATABASE_URL?: string | undefined; DATA_DIR: string }): string | undefined {
  const file = join(settings.DATA_DIR, 'secrets-key-previous')
  return settings.DATABASE_URL || !existsSync(file) ? undefined : readFileSync(file, 'utf8').trim()
}

function madeSecret(name: string, settings: { DATABASE_URL?: string | undefined; DATA_DIR: string }): string {
  if (settings.DATABASE_URL)
    throw new SettingsError(`${name} is needed with DATABASE_URL: the same value for every process.`)
  mkdirSync(settings.DATA_DIR, { recursive: true, mode: 0o700 })
  const file = join(settings.DATA_DIR, name.toLowerCase().replace('_', '-'))
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}

let current: Settings | undefined

/** The settings of this process, read from its environment at first use. */
export function settings(): Settings {
  if (current) return current
  current = readSettings(process.env)
  // next-auth takes its own address from nowhere else; AUTH_TRUST_HOST would take it from the request.
  process.env.NEXTAUTH_URL = current.PUBLIC_URL
  delete process.env.AUTH_TRUST_HOST
  keepPublicUrl(current.PUBLIC_URL)
  return current
}
