'use client'

import { IssueCodeDialog } from '@/components/passcodes/issue-code-dialog'
import type { AskedDialogProps } from './door-acts'
import { usePasscodeActions } from './use-passcode-actions'

export function AskedCode(props: AskedDialogProps) {
  return <IssueCodeDialog {...props} actions={usePasscodeActions(props.house.slug)} />
}
