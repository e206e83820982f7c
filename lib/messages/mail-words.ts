import type { Role } from '../access/permissions'
import type { NoticeKind } from '../notices/contract'
import type { Language } from '../staff/contract'

interface NoticeFacts {
  who: string
  /** Whose account it is. */
  whom: string
  roles: string
  door: string
  when: string
}

/** What mail says. Not in the catalogues: those are made for pages, and are read by nothing outside them (decision 017). */
interface MailWords {
  roles: Record<Role, string>
  subjects: Record<NoticeKind, (facts: NoticeFacts) => string>
  texts: Record<NoticeKind, (facts: NoticeFacts) => string>
  /** Under every notice. */
  more: (address: string) => string
  why: (property: string) => string
  heads: { subject: (property: string, day: string) => string; text: (property: string, when: string) => string[] }
}

const verifyLine = '    npm run audit:verify -- --heads mail.txt'

export const mailWords: Record<Language, MailWords> = {
  en: {
    roles: {
      'front-desk': 'front desk',
      housekeeping: 'housekeeping',
      maintenance: 'maintenance',
      manager: 'manager',
      administrator: 'administrator',
      auditor: 'log reader',
    },
    subjects: {
      'person-added': ({ whom }) => `New account: ${whom}`,
      'role-raised': ({ whom }) => `New role for ${whom}`,
      'emergency-entry': ({ door }) => `Emergency entry at ${door}`,
    },
    texts: {
      'person-added': ({ who, whom, roles, when }) =>
        `${who} added ${whom} on ${when}.\nRoles: ${roles}.\n\nIf nobody should have this account, switch it off under Settings, Staff.`,
      'role-raised': ({ who, whom, roles, when }) =>
        `${who} gave ${whom} a role on ${when}: ${roles}.\n\nIf that is not right, have an administrator take it back under Settings, Staff.`,
      'emergency-entry': ({ who, door, when }) =>
        `${who} pressed Emergency entry for ${door} on ${when}.\n\nKeydesk asks for the reason afterwards. What the lock reported, and the reason once it is given, are in Keydesk.`,
    },
    more: (address) => `All notices: ${address}`,
    why: (property) => `You get this because you are a manager of ${property} in Keydesk.`,
    heads: {
      subject: (property, day) => `Newest hash of the activity: ${property}, ${day}`,
      text: (property, when) => [
        `Where the activity of ${property} ended on ${when}. Keep this mail.`,
        'Whoever removes or rewrites lines of the activity up to here is found out by it, even with access to the server. Save the mail as a file and run, on the server:',
        verifyLine,
      ],
    },
  },
  de: {
    roles: {
      'front-desk': 'Rezeption',
      housekeeping: 'Housekeeping',
      maintenance: 'Technik',
      manager: 'Leitung',
      administrator: 'Administration',
      auditor: 'Protokollleser',
    },
    subjects: {
      'person-added': ({ whom }) => `Neues Konto: ${whom}`,
      'role-raised': ({ whom }) => `Neue Rolle für ${whom}`,
      'emergency-entry': ({ door }) => `Notzutritt bei ${door}`,
    },
    texts: {
      'person-added': ({ who, whom, roles, when }) =>
        `${who} hat am ${when} ${whom} hinzugefügt.\nRollen: ${roles}.\n\nWenn niemand dieses Konto haben soll: unter Einstellungen, Personal abschalten.`,
      'role-raised': ({ who, whom, roles, when }) =>
        `${who} hat ${whom} am ${when} eine Rolle gegeben: ${roles}.\n\nWenn das nicht stimmt: die Administration kann sie unter Einstellungen, Personal zurücknehmen.`,
      'emergency-entry': ({ who, door, when }) =>
        `${who} hat am ${when} für ${door} „Notzutritt“ gedrückt.\n\nKeydesk fragt hinterher nach dem Grund. Was das Schloss gemeldet hat und der Grund, sobald er angegeben ist, stehen in Keydesk.`,
    },
    more: (address) => `Alle Hinweise: ${address}`,
    why: (property) => `Diese Nachricht bekommt, wer in Keydesk zur Leitung von ${property} gehört.`,
    heads: {
      subject: (property, day) => `Neuester Prüfwert des Protokolls: ${property}, ${day}`,
      text: (property, when) => [
        `Hier endete das Protokoll von ${property} am ${when}. Bewahren Sie diese Nachricht auf.`,
        'Wer bis hierhin Zeilen des Protokolls entfernt oder umschreibt, fällt durch sie auf, auch mit Zugriff auf den Server. Speichern Sie die Nachricht als Datei und führen Sie auf dem Server aus:',
        verifyLine,
      ],
    },
  },
}
