'use client'

import { CodeSlip } from '@/components/passcodes/code-slip'
import type { CodeHouse, CodeView } from '@/components/passcodes/passcode-contract'
import { useCode } from '@/components/passcodes/use-code'
import { usePasscodeActions } from '../../../use-passcode-actions'

/** Follows the code, so that "not yet on the door" goes away by itself once the door has confirmed it. */
export function SlipScreen(props: { view: CodeView; house: CodeHouse; propertyName: string }) {
  const { view: brought, house, propertyName } = props
  const { view = brought } = useCode(house.slug, brought.code.id, brought)
  return <CodeSlip {...{ view, house, propertyName }} actions={usePasscodeActions(house.slug)} />
}
