import type { CodeHouse, LockId, LostCode } from '@/components/passcodes/passcode-contract'

/** What can be asked for at a door, also by an address: `/<slug>?do=<act>&door=<lock id>`. */
export const doorActs = ['issue-code', 'mobile-key', 'unlock', 'emergency'] as const
export type DoorAct = (typeof doorActs)[number]

export interface AskedAct {
  act: DoorAct
  door: { id: LockId; label: string }
  /** For *Issue code*: the code that is gone with its lock (rule 10). */
  lost?: LostCode | undefined
}

export interface AskedDialogProps {
  house: CodeHouse
  door: AskedAct['door']
  lost?: LostCode | undefined
  onClose: () => void
}
