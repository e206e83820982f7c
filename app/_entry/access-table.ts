import type { Permission } from '@/lib/access/permissions'

/**
 * Who may come in where. `anybody` needs no session; `lock-server` proves itself by R17; `person` is whoever is signed in;
 * `metrics-token` shows METRICS_TOKEN; `member` has a role at the property; a permission is what the first line of its verb asks for.
 */
export type Access = 'anybody' | 'lock-server' | 'metrics-token' | 'person' | 'member' | Permission

/** Pages by their address, in words of the file tree (I29): one without a line here fails a test. */
export const pages: Record<string, Access> = {
  '/': 'person',
  '/[property]': 'lock.see',
  '/[property]/[...missing]': 'member',
  '/[property]/activity': 'activity.see-own',
  '/[property]/gateways': 'gateway.see',
  '/[property]/gateways/[gateway]': 'gateway.see',
  '/[property]/keys': 'passcode.see',
  '/[property]/keys/[passcode]': 'passcode.see',
  '/[property]/keys/[passcode]/slip': 'passcode.see',
  '/[property]/locks': 'lock.see',
  '/[property]/locks/[lock]': 'lock.see',
  '/[property]/locks/[lock]/openers': 'activity.see-all',
  '/[property]/settings': 'member',
  '/[property]/settings/callback': 'connection.see',
  '/[property]/settings/lock-server': 'connection.see',
  '/[property]/settings/me': 'member',
  '/[property]/settings/property': 'settings.see',
  '/[property]/settings/rooms': 'settings.see',
  '/[property]/settings/staff': 'staff.see',
  '/[property]/shared-keys': 'shared-key.see',
  '/[property]/shared-keys/[key]': 'shared-key.see',
  '/new-password': 'person',
  '/setup': 'anybody',
  '/sign-in': 'anybody',
}

/** Routes by method and address. */
export const routes: Record<string, Access> = {
  'GET /api/[property]/desk': 'lock.see',
  'GET /api/[property]/doors/[lockId]': 'lock.see',
  'GET /api/[property]/gateways': 'gateway.see',
  'GET /api/[property]/instructions': 'instruction.see',
  'GET /api/[property]/keys': 'passcode.see',
  'GET /api/[property]/keys/[passcode]': 'passcode.see',
  'GET /api/[property]/locks': 'lock.see',
  'GET /api/[property]/locks/[lock]': 'lock.see',
  'GET /api/health/live': 'anybody',
  'GET /api/health/ready': 'anybody',
  'GET /api/metrics': 'metrics-token',
  'POST /api/[property]/activity/export': 'activity.export',
  'POST /api/auth/[...nextauth]': 'anybody',
  'POST /api/session': 'person',
  'PUT /api/lock-server/[[...path]]': 'lock-server',
}

/** Server actions by file and name: together the list of public writes. */
export const actions: Record<string, Access> = {
  'activity.checkActivity': 'activity.see-all',
  'connection.changeCallback': 'callback.edit',
  'connection.changeConnection': 'connection.edit',
  'connection.seeCertificate': 'connection.see',
  'connection.testConnection': 'connection.see',
  'connection.trustCertificate': 'connection.edit',
  'guest-key.issueGuestKey': 'guest-key.issue',
  'guest-key.showGuestKey': 'guest-key.issue',
  'instruction.dismissInstruction': 'instruction.dismiss',
  'lock.changeLock': 'lock.change',
  'lock.refreshLock': 'lock.refresh',
  'passcode.cancelPasscode': 'passcode.cancel',
  'passcode.closeUnaccountedCode': 'unaccounted-code.close',
  'passcode.handOutUnfitPasscode': 'passcode.use-unfit',
  'passcode.lookAtDoor': 'lock.see',
  'passcode.replacePasscode': 'passcode.set-up',
  'passcode.setUpPasscode': 'passcode.set-up',
  'passcode.showPasscode': 'passcode.show',
  'property.changeProperty': 'property.edit',
  'property.changeReasons': 'reason.edit',
  'room.acceptProposals': 'lock.edit',
  'room.nameRoom': 'lock.edit',
  'search.searchAnything': 'lock.see',
  'search.searchDesk': 'lock.see',
  'session.changeLanguage': 'person',
  'session.changePassword': 'person',
  'session.chooseLanguage': 'person',
  'session.endSession': 'person',
  'session.signInAgain': 'person',
  'session.signOut': 'person',
  'setup.setUp': 'anybody',
  'shared-key.noteSharedKey': 'shared-key.note',
  'staff.addPerson': 'staff.edit',
  'staff.changeRoles': 'staff.edit',
  'staff.disablePerson': 'staff.deactivate-desk',
  'staff.enablePerson': 'staff.edit',
  'staff.resetPassword': 'staff.edit',
  'unlock.unlockDoor': 'unlock.vacant',
}
