'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { addPerson, changeRoles, disablePerson, enablePerson, resetPassword } from '@/app/_actions/staff'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { AccountQuestion } from '@/components/staff/account-question'
import { OneTimePasswordDialog } from '@/components/staff/one-time-password-dialog'
import { PersonDialog, type PersonValues } from '@/components/staff/person-dialog'
import { type StaffAction, StaffTable } from '@/components/staff/staff-table'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { showToast } from '@/components/ui/toast'
import type { OneTimePassword, StaffMember } from '@/lib/staff/contract'
import type { Instant } from '@/lib/time/clock'

interface StaffScreenProps {
  staff: readonly StaffMember[]
  /** Of the property's rooms. */
  floors: readonly string[]
  slug: string
  timeZone: string
  readAt: Instant
  mayEdit: boolean
  mayDisableDesk: boolean
}

export function StaffScreen({ staff, floors, slug, timeZone, readAt, mayEdit, mayDisableDesk }: StaffScreenProps) {
  const t = useTranslations('staff')
  const router = useRouter()
  const words = useRefusalWords()
  const stepUp = useStepUp()
  const [open, setOpen] = useState<{ action: StaffAction; member: StaffMember } | 'add' | null>(null)
  const [made, setMade] = useState<OneTimePassword | null>(null)

  function done(text: string) {
    setOpen(null)
    showToast({ text })
    router.refresh()
  }
  function handOut(password: OneTimePassword) {
    setOpen(null)
    setMade(password)
    router.refresh()
  }

  async function add(values: PersonValues) {
    const result = await stepUp(() => addPerson(slug, values))
    if (result.ok) handOut(result.data)
    return result
  }
  async function giveRoles(member: StaffMember, { roles, floors }: PersonValues) {
    const result = await stepUp(() => changeRoles(slug, { personId: member.id, roles, floors }))
    if (result.ok) done(t('done.roles', { name: member.name }))
    return result
  }
  async function answer(member: StaffMember, action: StaffAction) {
    if (action === 'reset') {
      const result = await stepUp(() => resetPassword(slug, member.id))
      if (result.ok) handOut(result.data)
      return result
    }
    const change = action === 'disable' ? disablePerson : enablePerson
    const result = await stepUp(() => change(slug, member.id))
    if (result.ok) done(t(action === 'disable' ? 'done.disabled' : 'done.enabled', { name: member.name }))
    return result
  }

  const member = open === 'add' ? null : open?.member
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          mayEdit && (
            <Button tone="primary" icon="plus" onClick={() => setOpen('add')}>
              {t('add')}
            </Button>
          )
        }
      />
      <StaffTable
        staff={staff}
        readAt={readAt}
        zone={timeZone}
        mayEdit={mayEdit}
        mayDisableDesk={mayDisableDesk}
        onAction={(action, chosen) => setOpen({ action, member: chosen })}
      />
      {open === 'add' && (
        <PersonDialog member={null} floors={floors} submit={add} words={words} onClose={() => setOpen(null)} />
      )}
      {open !== null && open !== 'add' && member && open.action === 'roles' && (
        <PersonDialog
          member={member}
          floors={floors}
          submit={(values) => giveRoles(member, values)}
          words={words}
          onClose={() => setOpen(null)}
        />
      )}
      {open !== null && open !== 'add' && member && open.action !== 'roles' && (
        <AccountQuestion
          question={open.action}
          name={member.name}
          confirm={() => answer(member, open.action)}
          words={words}
          onClose={() => setOpen(null)}
        />
      )}
      {made && <OneTimePasswordDialog made={made} timeZone={timeZone} onClose={() => setMade(null)} />}
    </>
  )
}
