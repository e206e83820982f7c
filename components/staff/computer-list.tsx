'use client'

import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { SectionCard } from '@/components/ui/section-card'
import { StatusWord } from '@/components/ui/status-word'
import { TextField } from '@/components/ui/text-field'
import { useKeptFocus } from '@/components/ui/use-kept-focus'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { DeskComputer } from '@/lib/staff/contract'
import { sayWholeMoment } from '@/lib/time/say-moment'

export interface ComputerListProps {
  computers: readonly DeskComputer[]
  /** This browser is one of another property's. */
  registeredElsewhere: boolean
  zone: string
  /** Absent where the reader may only look. */
  register?: (name: string) => Promise<ActionResult<unknown>>
  remove?: (id: DeskComputer['id']) => Promise<ActionResult<unknown>>
  words: (refusal: Refusal | null) => RefusalWords | null
  /** Something changed, in words for the person. */
  onChanged: (text: string) => void
}

const lost: Refusal = { code: 'unexpected', requestId: '' }

/** The computers that take PINs, and the way to make this one of them. */
export function ComputerList(props: ComputerListProps) {
  const { computers, registeredElsewhere, zone, register, remove, words, onChanged } = props
  const t = useTranslations('staff.computers')
  const locale = useLocale()
  const formId = useId()
  const [open, setOpen] = useState<'register' | DeskComputer | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const told = words(refusal)
  const { place, acted } = useKeptFocus<HTMLParagraphElement>()
  const here = computers.some((computer) => computer.here)

  function ask(next: 'register' | DeskComputer | null) {
    setRefusal(null)
    setOpen(next)
  }
  async function press(work: Promise<ActionResult<unknown>>, text: string) {
    setBusy(true)
    const done = await work.catch(() => null)
    setBusy(false)
    if (done?.ok) {
      ask(null)
      acted()
      return onChanged(text)
    }
    setRefusal(done ? done.error : lost)
    setAttempt(attempt + 1)
  }
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '')
    if (register) void press(register(name), t('registered'))
  }

  return (
    <SectionCard
      title={t('title')}
      flush
      actions={
        register &&
        !here &&
        !registeredElsewhere && (
          <Button size="small" icon="plus" onClick={() => ask('register')}>
            {t('register')}
          </Button>
        )
      }
    >
      <p ref={place} tabIndex={-1} className="px-4 py-3 text-soft">
        {t('intro')}
      </p>
      {registeredElsewhere && <p className="px-4 pb-3">{t('elsewhere')}</p>}
      {computers.length === 0 ? (
        <p className="px-4 pb-4">{t('none')}</p>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {computers.map((computer) => (
            <li key={computer.id} className="flex items-start justify-between gap-3 px-4 py-2.5">
              <div className="min-w-0">
                <p className="flex flex-wrap gap-x-2 font-medium">
                  <span className="break-words">{computer.name}</span>
                  {computer.here && <StatusWord tone="ok">{t('here')}</StatusWord>}
                </p>
                <p className="text-sm text-soft">
                  {t('since', {
                    when: sayWholeMoment(computer.registeredAt, { zone, locale }),
                    name: computer.registeredBy,
                  })}
                </p>
              </div>
              {remove && (
                <Button size="small" aria-label={t('removeFor', { name: computer.name })} onClick={() => ask(computer)}>
                  {t('remove')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {open === 'register' && (
        <Dialog
          open
          size="small"
          onClose={() => ask(null)}
          title={t('register')}
          footer={
            <>
              <Button onClick={() => ask(null)}>{t('leave')}</Button>
              <Button type="submit" form={formId} tone="primary" busy={busy}>
                {t('submit')}
              </Button>
            </>
          }
        >
          <form id={formId} onSubmit={send} noValidate className="flex flex-col gap-4">
            <FormErrors attempt={attempt} title={told?.fieldCount === 0 && told.title}>
              {told?.next}
            </FormErrors>
            <TextField
              data-autofocus
              name="name"
              label={t('name')}
              hint={t('nameHint')}
              maxLength={60}
              autoComplete="off"
              error={told?.field('name')}
            />
          </form>
        </Dialog>
      )}
      {open !== null && open !== 'register' && remove && (
        <ConfirmDialog
          open
          danger
          onClose={() => ask(null)}
          onConfirm={() => press(remove(open.id), t('removed', { name: open.name }))}
          title={t('removeTitle', { name: open.name })}
          confirmLabel={t('remove')}
          busy={busy}
          error={told}
        >
          <p>{t('removeText')}</p>
        </ConfirmDialog>
      )}
    </SectionCard>
  )
}
