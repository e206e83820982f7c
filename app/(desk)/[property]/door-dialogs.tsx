'use client'

import { issueGuestKey, showGuestKey } from '@/app/_actions/guest-key'
import { unlockDoor } from '@/app/_actions/unlock'
import type { CodeHouse } from '@/components/passcodes/passcode-contract'
import { useStepUp } from '@/components/shell/use-step-up'
import { whenOpened } from '@/components/ui/when-opened'
import type { AskedAct } from './door-acts'
import { usePasscodeActions } from './use-passcode-actions'

const IssueCodeDialog = whenOpened(() =>
  import('@/components/passcodes/issue-code-dialog').then((module) => module.IssueCodeDialog),
)
const IssueGuestKeyDialog = whenOpened(() =>
  import('@/components/guest-keys/issue-guest-key-dialog').then((module) => module.IssueGuestKeyDialog),
)
const UnlockDialog = whenOpened(() =>
  import('@/components/unlocks/unlock-dialog').then((module) => module.UnlockDialog),
)

/**
 * The dialog of what somebody wants done at a door, loaded when it opens. Stands inside a QueryProvider, on a page that
 * gives its client parts the words of `passcodes`, `keys`, `guestKeys`, `unlocks`, `instructions` and `reasons`.
 */
export function DoorDialog({ house, asked, onClose }: { house: CodeHouse; asked: AskedAct; onClose: () => void }) {
  const { slug } = house
  const stepUp = useStepUp()
  const actions = usePasscodeActions(slug)
  const { door } = asked
  if (asked.act === 'issue-code') return <IssueCodeDialog {...{ house, door, actions, onClose }} />
  if (asked.act === 'mobile-key')
    return (
      <IssueGuestKeyDialog
        property={slug}
        door={door}
        actions={{
          issue: (key) => stepUp(() => issueGuestKey(slug, key)),
          show: (id) => stepUp(() => showGuestKey(slug, id)),
        }}
        words={actions.words}
        onClose={onClose}
      />
    )
  return (
    <UnlockDialog
      property={slug}
      door={door}
      actions={{ unlock: (unlock) => stepUp(() => unlockDoor(slug, unlock)), refreshLock: actions.look }}
      words={actions.words}
      onClose={onClose}
    />
  )
}
