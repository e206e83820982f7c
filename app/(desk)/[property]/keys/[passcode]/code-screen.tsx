'use client'

import { CodeDetail } from '@/components/passcodes/code-detail'
import type { CodeHouse, CodeView } from '@/components/passcodes/passcode-contract'
import { usePasscodeActions } from '../../use-passcode-actions'

export function CodeScreen({ view, house }: { view: CodeView; house: CodeHouse }) {
  return <CodeDetail view={view} house={house} actions={usePasscodeActions(house.slug)} />
}
