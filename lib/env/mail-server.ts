import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** The mail server that the settings describe. */
export interface MailServer {
  host: string
  port: number
  /** `smtps://`: TLS before the first word · `smtp://`: STARTTLS or nothing · `none`: this very machine. */
  tls: 'from-start' | 'upgraded' | 'none'
  user?: { name: string; password: string } | undefined
  /** PEM of SMTP_CA_FILE. */
  authorities?: string | undefined
  from: string
}

interface Given {
  SMTP_URL: string | undefined
  MAIL_FROM: string | undefined
  SMTP_CA_FILE: string | undefined
}

const address = z.email()
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Null without SMTP_URL; what is wrong with the settings as a line that names the setting. */
export function readMailServer({ SMTP_URL, MAIL_FROM, SMTP_CA_FILE }: Given): MailServer | string | null {
  if (SMTP_URL === undefined) {
    return MAIL_FROM === undefined && SMTP_CA_FILE === undefined
      ? null
      : `${MAIL_FROM === undefined ? 'SMTP_CA_FILE' : 'MAIL_FROM'}: of use only with SMTP_URL`
  }
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(SMTP_URL)
  if (hostname === '' || !/^\/?$/.test(pathname) || search + hash !== '')
    return 'SMTP_URL: smtp:// or smtps://, user and password, host and port only'
  if ((username === '') !== (password === '')) return 'SMTP_URL: user and password, or neither'
  if (MAIL_FROM === undefined) return 'MAIL_FROM: needed with SMTP_URL'
  const [, name, bracketed] = /^([^<>]*)<([^<>]+)>$/.exec(MAIL_FROM) ?? []
  if (!address.safeParse(bracketed ?? MAIL_FROM).success || /\p{Cc}/u.test(name ?? ''))
    return 'MAIL_FROM: an address, or a name and an address: Hotel Aurora <keydesk@hotel.example>'
  const secure = protocol === 'smtps:'
  const authorities = readAuthorities(SMTP_CA_FILE)
  if (authorities === null) return 'SMTP_CA_FILE: a file of certificates (PEM) that can be read'
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (secure ? 465 : 587)),
    tls: secure ? 'from-start' : loopback.test(hostname) ? 'none' : 'upgraded',
    ...(username !== '' && { user: { name: decode(username), password: decode(password) } }),
    ...(authorities !== undefined && { authorities }),
    from: MAIL_FROM,
  }
}

/** A password may hold a bare `%`. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function readAuthorities(file: string | undefined): string | null | undefined {
  if (file === undefined) return undefined
  try {
    const pem = readFileSync(file, 'utf8')
    return pem.includes('-----BEGIN CERTIFICATE-----') ? pem : null
  } catch {
    return null
  }
}
