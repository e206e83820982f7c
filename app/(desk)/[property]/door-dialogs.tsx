'use client'

import type { CodeHouse } from '@/components/passcodes/passcode-contract'
import { whenOpened } from '@/components/ui/when-opened'
import type { AskedAct, AskedDialogProps, DoorAct } from './door-acts'

const dialogs = {
  'issue-code': whenOpened<AskedDialogProps>(() => import('./asked-code').then((module) => module.AskedCode)),
  'mobile-key': whenOpened<AskedDialogProps>(() =>
    import('./asked-mobile-key').then((module) => module.AskedMobileKey),
  ),
  unlock: whenOpened<AskedDialogProps>(() => import('./asked-unlock').then((module) => module.AskedUnlock)),
  emergency: whenOpened<AskedDialogProps>(() => import('./asked-emergency').then((module) => module.AskedEmergency)),
} satisfies Record<DoorAct, unknown>

/**
 * The dialog of what somebody wants done at a door; it and what it calls load when it opens. Stands inside a QueryProvider,
 * on a page that gives its client parts the words of `passcodes`, `keys`, `guestKeys`, `unlocks`, `instructions` and `reasons`.
 */
export function DoorDialog({ house, asked, onClose }: { house: CodeHouse; asked: AskedAct; onClose: () => void }) {
  const Asked = dialogs[asked.act]
  return <Asked house={house} door={asked.door} lost={asked.lost} onClose={onClose} />
}
