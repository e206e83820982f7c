import type { Permission } from '@/lib/access/permissions'

/**
 * Who may come in where. `anybody` needs no session; `lock-server` proves itself by R17; `person` is whoever is signed in;
 * `member` has a role at the property; a permission is what the first line of its verb asks for.
 */
export type Access = 'anybody' | 'lock-server' | 'person' | 'member' | Permission

/** Pages by their address, in words of the file tree (I29): one without a line here fails a test. */
export const pages: Record<string, Access> = {
  '/': 'person',
  '/sign-in': 'anybody',
  '/setup': 'anybody',
  '/new-password': 'person',
  '/[property]/activity': 'activity.see-own',
  '/[property]/settings': 'member',
  '/[property]/settings/callback': 'connection.see',
  '/[property]/settings/lock-server': 'connection.see',
  '/[property]/settings/me': 'member',
  '/[property]/settings/property': 'settings.see',
  '/[property]/settings/rooms': 'settings.see',
  '/[property]/settings/staff': 'staff.see',
}

/** Routes by method and address. */
export const routes: Record<string, Access> = {
  'POST /api/auth/[...nextauth]': 'anybody',
  'POST /api/session': 'person',
  'GET /api/[property]/instructions': 'instruction.see',
  'GET /api/[property]/doors/[lockId]': 'lock.see',
  'PUT /api/lock-server/[[...path]]': 'lock-server',
}

/** Server actions by file and name: together the list of public writes. */
export const actions: Record<string, Access> = {
  'connection.changeCallback': 'callback.edit',
  'connection.changeConnection': 'connection.edit',
  'connection.seeCertificate': 'connection.see',
  'connection.testConnection': 'connection.see',
  'connection.trustCertificate': 'connection.edit',
  'guest-key.issueGuestKey': 'guest-key.issue',
  'guest-key.showGuestKey': 'guest-key.issue',
  'instruction.dismissInstruction': 'instruction.dismiss',
  'property.changeProperty': 'property.edit',
  'property.changeReasons': 'reason.edit',
  'room.acceptProposals': 'lock.edit',
  'room.nameRoom': 'lock.edit',
  'session.signOut': 'person',
  'session.signInAgain': 'person',
  'session.endSession': 'person',
  'session.changePassword': 'person',
  'session.changeLanguage': 'person',
  'session.chooseLanguage': 'person',
  'setup.setUp': 'anybody',
  'staff.addPerson': 'staff.edit',
  'staff.changeRoles': 'staff.edit',
  'staff.disablePerson': 'staff.deactivate-desk',
  'staff.enablePerson': 'staff.edit',
  'staff.resetPassword': 'staff.edit',
  'unlock.unlockDoor': 'unlock.vacant',
}
