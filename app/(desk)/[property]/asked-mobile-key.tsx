'use client'

import { issueGuestKey, showGuestKey } from '@/app/_actions/guest-key'
import { IssueGuestKeyDialog } from '@/components/guest-keys/issue-guest-key-dialog'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import type { AskedDialogProps } from './door-acts'

export function AskedMobileKey({ house: { slug }, door, onClose }: AskedDialogProps) {
  const stepUp = useStepUp()
  const words = useRefusalWords()
  const actions = {
    issue: (asked: Parameters<typeof issueGuestKey>[1]) => stepUp(() => issueGuestKey(slug, asked)),
    show: (id: Parameters<typeof showGuestKey>[1]) => stepUp(() => showGuestKey(slug, id)),
  }
  return <IssueGuestKeyDialog property={slug} {...{ door, actions, words, onClose }} />
}
