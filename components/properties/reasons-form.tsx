'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FormErrors } from '@/components/ui/form-errors'
import { IconButton } from '@/components/ui/icon-button'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { SectionCard } from '@/components/ui/section-card'
import { TextField } from '@/components/ui/text-field'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { builtInReasons, isBuiltInReason, otherReason, reasonLimits } from '@/lib/properties/contract'

export interface ReasonsFormProps {
  reasons: readonly string[]
  readOnly: boolean
  save: (reasons: string[]) => Promise<ActionResult<{ reasons: readonly string[] }>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onSaved: () => void
}

/** The list of house rule 9. What is not saved yet is only here. */
export function ReasonsForm({ reasons: saved, readOnly, save, words, onSaved }: ReasonsFormProps) {
  const t = useTranslations('settings')
  const r = useTranslations('reasons')
  const [reasons, setReasons] = useState<readonly string[]>(saved)
  const [typed, setTyped] = useState('')
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const told = words(refusal)
  const wordsOf = (reason: string) => (isBuiltInReason(reason) ? r(reason) : reason)
  const missing = builtInReasons.filter((reason) => !reasons.includes(reason))

  function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const reason = typed.trim()
    if (reason === '' || reasons.some((known) => wordsOf(known).toLowerCase() === reason.toLowerCase())) return
    setReasons([...reasons.filter((known) => known !== otherReason), reason, otherReason])
    setTyped('')
  }

  function moveUp(index: number) {
    const next = [...reasons]
    next.splice(index - 1, 0, ...next.splice(index, 1))
    setReasons(next)
  }

  async function submit() {
    setBusy(true)
    const done = await save([...reasons]).catch(() => null)
    setBusy(false)
    setRefusal(done ? (done.ok ? null : done.error) : { code: 'unexpected', requestId: '' })
    if (!done?.ok) return setAttempt(attempt + 1)
    setReasons(done.data.reasons)
    onSaved()
  }

  return (
    <SectionCard title={t('reasons.title')}>
      <div className="flex flex-col gap-3">
        <FormErrors attempt={attempt} title={told?.title}>
          {told?.next}
        </FormErrors>
        <p className="text-soft">{t('reasons.text')}</p>
        <ol className="flex flex-col divide-y divide-line rounded-md border border-line">
          {reasons.map((reason, index) => (
            <li key={reason} className="flex min-h-10 items-center gap-2 px-3">
              <span className="min-w-0 grow">{wordsOf(reason)}</span>
              {!isBuiltInReason(reason) && <span className="text-sm text-soft">{t('reasons.own')}</span>}
              {!readOnly && reason !== otherReason && (
                <>
                  {index > 0 && (
                    <IconButton
                      icon="arrow-up"
                      label={t('reasons.up', { reason: wordsOf(reason) })}
                      onClick={() => moveUp(index)}
                    />
                  )}
                  <IconButton
                    icon="trash"
                    label={t('reasons.remove', { reason: wordsOf(reason) })}
                    onClick={() => setReasons(reasons.filter((known) => known !== reason))}
                  />
                </>
              )}
            </li>
          ))}
        </ol>
        {!readOnly && (
          <>
            {missing.length > 0 && (
              <p className="flex flex-wrap items-center gap-2">
                <span className="text-sm text-soft">{t('reasons.builtIn')}</span>
                {missing.map((reason) => (
                  <Button
                    key={reason}
                    size="small"
                    icon="plus"
                    aria-label={t('reasons.restore', { reason: r(reason) })}
                    onClick={() =>
                      setReasons([...reasons.filter((known) => known !== otherReason), reason, otherReason])
                    }
                  >
                    {r(reason)}
                  </Button>
                ))}
              </p>
            )}
            <form onSubmit={add}>
              <TextField
                label={t('reasons.new')}
                value={typed}
                maxLength={reasonLimits.characters}
                onChange={(event) => setTyped(event.target.value)}
                trailing={
                  <Button type="submit" icon="plus">
                    {t('reasons.add')}
                  </Button>
                }
              />
            </form>
            <Button tone="primary" busy={busy} onClick={submit} className="self-start">
              {t('save')}
            </Button>
          </>
        )}
      </div>
    </SectionCard>
  )
}
