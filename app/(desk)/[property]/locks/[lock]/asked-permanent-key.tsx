'use client'

import { issuePermanentKey, showPermanentKey } from '@/app/_actions/permanent-key'
import { PermanentKeyDialog, type PermanentKeyDialogProps } from '@/components/permanent-keys/permanent-key-dialog'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'

export type AskedPermanentKeyProps = Pick<PermanentKeyDialogProps, 'property' | 'kind' | 'door' | 'onClose'>

export function AskedPermanentKey(props: AskedPermanentKeyProps) {
  const stepUp = useStepUp()
  const words = useRefusalWords()
  const { property } = props
  const actions: PermanentKeyDialogProps['actions'] = {
    issue: (asked) => stepUp(() => issuePermanentKey(property, asked)),
    show: (id) => showPermanentKey(property, id),
  }
  return <PermanentKeyDialog {...props} actions={actions} words={words} />
}
