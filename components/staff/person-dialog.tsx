'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { TextField } from '@/components/ui/text-field'
import { isRole, type Role, roles } from '@/lib/access/permissions'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { StaffMember } from '@/lib/staff/contract'

export interface PersonValues {
  name: string
  email: string
  roles: Role[]
  /** Of housekeeping: the floors whose rooms they see; null = all. */
  floors: string[] | null
}

export interface PersonDialogProps {
  /** Whose roles; null = somebody new. */
  member: StaffMember | null
  /** Of the property's rooms. */
  floors: readonly string[]
  submit: (values: PersonValues) => Promise<ActionResult<unknown>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onClose: () => void
}

export function PersonDialog({ member, floors, submit, words, onClose }: PersonDialogProps) {
  const t = useTranslations('staff')
  const shell = useTranslations('shell.roles')
  const id = useId()
  const [picked, setPicked] = useState<readonly string[]>(member?.roles ?? [])
  const [own, setOwn] = useState<readonly string[]>(member?.floors ?? [])
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const told = words(refusal)

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    const values = {
      name: String(form.get('name') ?? ''),
      email: String(form.get('email') ?? ''),
      roles: picked.filter(isRole),
      floors: own.length > 0 ? [...own] : null,
    }
    const done = await submit(values).catch(() => null)
    if (done?.ok) return
    setBusy(false)
    setRefusal(done ? done.error : { code: 'unexpected', requestId: '' })
    setAttempt(attempt + 1)
  }

  // A floor that no room has any more can still be taken away.
  const offered = [...new Set([...floors, ...own])]
  const rolesError = told?.field('roles')
  return (
    <Dialog
      open
      onClose={onClose}
      title={member ? t('form.rolesTitle', { name: member.name }) : t('form.addTitle')}
      footer={
        <>
          <Button onClick={onClose}>{t('form.leave')}</Button>
          <Button type="submit" form={id} tone="primary" busy={busy}>
            {member ? t('form.rolesSubmit') : t('form.addSubmit')}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={send} noValidate className="flex flex-col gap-4">
        <FormErrors attempt={attempt} title={told?.title}>
          {told?.next}
        </FormErrors>
        {!member && (
          <>
            <TextField label={t('form.name')} name="name" autoComplete="off" error={told?.field('name')} />
            <TextField
              label={t('form.email')}
              name="email"
              type="email"
              autoComplete="off"
              error={told?.field('email')}
            />
          </>
        )}
        <fieldset className="flex flex-col gap-2" aria-describedby={`${id}-roles`}>
          <legend className="mb-1 font-medium">{t('form.roles')}</legend>
          <p id={`${id}-roles`} className={rolesError ? 'text-sm text-problem' : 'text-sm text-soft'}>
            {rolesError ?? t('form.rolesHint')}
          </p>
          {roles.map((role) => (
            <Checkbox
              key={role}
              name={role}
              label={shell(role)}
              hint={t(`roleHints.${role}`)}
              checked={picked.includes(role)}
              onChange={({ target }) =>
                setPicked(target.checked ? [...picked, role] : picked.filter((other) => other !== role))
              }
            />
          ))}
        </fieldset>
        {picked.includes('housekeeping') && offered.length > 0 && (
          <FloorsOf floors={offered} own={own} onChange={setOwn} />
        )}
        {member && picked.length === 0 && (
          <Banner tone="attention" live>
            {t('form.noRolesWarning', { name: member.name })}
          </Banner>
        )}
      </form>
    </Dialog>
  )
}

interface FloorsOfProps {
  floors: readonly string[]
  own: readonly string[]
  onChange: (own: readonly string[]) => void
}

/** Whose rooms housekeeping sees; common doors are seen in any case. */
function FloorsOf({ floors, own, onChange }: FloorsOfProps) {
  const t = useTranslations('staff.form')
  const id = useId()
  return (
    <fieldset className="flex flex-col gap-2" aria-describedby={id}>
      <legend className="mb-1 font-medium">{t('floors')}</legend>
      <p id={id} className="text-sm text-soft">
        {t('floorsHint')}
      </p>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        {floors.map((floor) => (
          <Checkbox
            key={floor}
            label={floor === '' ? t('noFloor') : <bdi>{floor}</bdi>}
            checked={own.includes(floor)}
            onChange={({ target }) =>
              onChange(target.checked ? [...own, floor] : own.filter((other) => other !== floor))
            }
          />
        ))}
      </div>
    </fieldset>
  )
}
