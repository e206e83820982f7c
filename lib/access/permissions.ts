/** The six roles of product.md; a person has one or more per property. */
export const roles = ['front-desk', 'housekeeping', 'maintenance', 'manager', 'administrator', 'auditor'] as const
export type Role = (typeof roles)[number]

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)

/** `yes` = may; `again` = R, signed in again within five minutes. A reason (W) is the verb's own input. */
export type Grant = 'yes' | 'again'

type Row = Partial<Record<Role, Grant>>

const everyone: Row = {
  'front-desk': 'yes',
  housekeeping: 'yes',
  maintenance: 'yes',
  manager: 'yes',
  administrator: 'yes',
  auditor: 'yes',
}
const desk: Row = { 'front-desk': 'yes', manager: 'yes' }
const deskAgain: Row = { 'front-desk': 'again', manager: 'again' }

/** The role table of product.md for everything that exists, one line per permission. */
export const permissions = {
  'lock.see': everyone,
  'gateway.see': everyone,
  'guest-name.see': { 'front-desk': 'yes', manager: 'yes' },
  'guest-pseudonym.see': { auditor: 'yes' },
  'room-occupied.see': { housekeeping: 'yes' },
  'stay.see': desk,
  'passcode.see': { ...desk, auditor: 'yes' },
  'passcode.set-up': desk,
  'passcode.set-up-long': { manager: 'again' },
  'passcode.cancel': desk,
  'passcode.show': desk,
  'passcode.show-any-day': { manager: 'again' },
  'passcode.use-unfit': desk,
  'guest-key.issue': desk,
  'guest-key.issue-long': { manager: 'again' },
  'permanent-key.issue': { manager: 'again' },
  'permanent-key.show': { manager: 'yes' },
  'unaccounted-code.note': desk,
  'unaccounted-code.close': { manager: 'yes' },
  'unlock.vacant': { 'front-desk': 'yes', housekeeping: 'yes', maintenance: 'yes', manager: 'yes' },
  'unlock.occupied': deskAgain,
  'unlock.emergency': desk,
  'unlock.without-contact': { manager: 'again' },
  'instruction.see': { 'front-desk': 'yes', housekeeping: 'yes', maintenance: 'yes', manager: 'yes', auditor: 'yes' },
  'instruction.see-others': { ...desk, auditor: 'yes' },
  'instruction.dismiss': desk,
  'lock.refresh': { 'front-desk': 'yes', maintenance: 'yes', manager: 'yes', administrator: 'yes' },
  'lock.edit': { administrator: 'again' },
  'lock.change': { manager: 'yes', administrator: 'again' },
  'shared-key.see': { 'front-desk': 'yes', manager: 'yes', auditor: 'yes' },
  'shared-key.note': desk,
  'activity.see-own': everyone,
  'activity.see-all': { manager: 'yes', auditor: 'yes' },
  'activity.export': { manager: 'again', auditor: 'again' },
  'activity.see-system': { administrator: 'yes' },
  'settings.see': { manager: 'yes', administrator: 'yes' },
  'property.edit': { administrator: 'again' },
  'privacy.edit': { administrator: 'again' },
  'guest.find': { manager: 'yes' },
  'guest.export': { manager: 'again' },
  'guest.erase': { manager: 'again' },
  'reason.edit': { manager: 'yes', administrator: 'again' },
  'connection.see': { manager: 'yes', administrator: 'yes' },
  'connection.edit': { administrator: 'again' },
  'keeper-account.create': { administrator: 'again' },
  'callback.edit': { administrator: 'again' },
  'notice.see': { manager: 'yes' },
  'staff.see': { manager: 'yes', administrator: 'yes', auditor: 'yes' },
  'staff.edit': { administrator: 'again' },
  'staff.deactivate-desk': { manager: 'yes', administrator: 'again' },
  'computer.see': { manager: 'yes', administrator: 'yes' },
  'computer.register': { manager: 'again' },
  'computer.remove': { manager: 'yes' },
} as const satisfies Record<string, Row>

export type Permission = keyof typeof permissions

/** The best grant that any of the roles gives; null when none does. */
export function grantFor(held: readonly Role[], permission: Permission): Grant | null {
  const row: Row = permissions[permission]
  const grants = held.flatMap((role) => row[role] ?? [])
  if (grants.includes('yes')) return 'yes'
  return grants.length > 0 ? 'again' : null
}

/** Who may, for the words of a refusal. */
export function rolesThatMay(permission: Permission): Role[] {
  const row: Row = permissions[permission]
  return roles.filter((role) => row[role] !== undefined)
}
