'use client'

import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { SectionCard } from '@/components/ui/section-card'
import { TextField } from '@/components/ui/text-field'
import { showToast } from '@/components/ui/toast'
import { useKeptFocus } from '@/components/ui/use-kept-focus'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { type GuestRecord, guestRecordsShown } from '@/lib/privacy/contract'
import { sayWholeMoment } from '@/lib/time/say-moment'

export interface GuestRecordsProps {
  zone: string
  /** Null for who may not see guests' names. */
  acts: {
    find: (text: string) => Promise<ActionResult<GuestRecord[]>>
    take: (ids: string[]) => Promise<ActionResult<{ json: string }>>
    erase: (ids: string[]) => Promise<ActionResult<{ erased: number; live: number }>>
  } | null
  words: (refusal: Refusal | null) => RefusalWords | null
}

/** One guest: found by name or number, then exported or erased; a person says which of the entries are theirs. */
export function GuestRecords({ zone, acts, words }: GuestRecordsProps) {
  const t = useTranslations('privacy.guest')
  const locale = useLocale()
  const [records, setRecords] = useState<GuestRecord[] | null>(null)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState<'find' | 'take' | 'erase' | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const told = words(refusal)
  const { place, acted } = useKeptFocus<HTMLDivElement>()
  if (acts === null) {
    return (
      <SectionCard title={t('title')}>
        <p className="text-soft">{t('managers')}</p>
      </SectionCard>
    )
  }

  async function ask<T>(what: 'find' | 'take' | 'erase', call: Promise<ActionResult<T>>): Promise<T | null> {
    setBusy(what)
    const done = await call.catch(() => null)
    setBusy(null)
    setRefusal(done ? (done.ok ? null : done.error) : { code: 'unexpected', requestId: '' })
    return done?.ok ? done.data : null
  }

  async function find(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('guest') ?? '')
    const found = acts && (await ask('find', acts.find(text)))
    setPicked(new Set())
    setRecords(found)
  }

  const ids = [...picked]
  async function take() {
    const taken = acts && (await ask('take', acts.take(ids)))
    if (!taken) return
    save(new Blob([taken.json], { type: 'application/json' }))
    showToast({ text: t('exported') })
  }

  async function erase() {
    const done = acts && (await ask('erase', acts.erase(ids)))
    if (!done) return
    setAsking(false)
    acted()
    setRecords(records?.filter(({ id }) => !picked.has(id)) ?? null)
    setPicked(new Set())
    showToast({ text: t('erased', { n: done.erased }) })
  }

  const say = (at: number) => sayWholeMoment(at, { zone, locale })
  const live = records?.reduce((sum, record) => sum + (picked.has(record.id) ? record.live : 0), 0) ?? 0
  return (
    <SectionCard title={t('title')}>
      <div className="flex flex-col gap-4">
        <p className="text-soft">{t('text')}</p>
        {told && !asking && (
          <Banner tone="problem" live title={told.title}>
            {told.next}
          </Banner>
        )}
        <form onSubmit={find} className="flex flex-col gap-2">
          <TextField
            name="guest"
            label={t('search')}
            autoComplete="off"
            required
            minLength={2}
            maxLength={100}
            trailing={
              <Button type="submit" busy={busy === 'find'}>
                {t('find')}
              </Button>
            }
          />
        </form>
        <div aria-live="polite" ref={place} tabIndex={-1}>
          {records && <p>{records.length === 0 ? t('none') : t('found', { n: records.length })}</p>}
        </div>
        {records && records.length > 0 && (
          <>
            <p className="text-sm text-soft">
              {t('pick')} {records.length === guestRecordsShown && t('most', { n: guestRecordsShown })}
            </p>
            <ul className="flex flex-col gap-2">
              {records.map((record) => (
                <li key={record.id}>
                  <Checkbox
                    checked={picked.has(record.id)}
                    onChange={() => setPicked(toggled(picked, record.id))}
                    label={<bdi>{titleOf(record)}</bdi>}
                    hint={factsOf(record)}
                  />
                </li>
              ))}
            </ul>
            {picked.size > 0 && (
              <div className="flex flex-wrap gap-2">
                <Button busy={busy === 'take'} onClick={take}>
                  {t('export')}
                </Button>
                <Button tone="danger" onClick={() => setAsking(true)}>
                  {t('erase')}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={erase}
        title={t('confirm.title', { n: picked.size })}
        confirmLabel={t('confirm.confirm')}
        danger
        busy={busy === 'erase'}
        error={told}
      >
        <p>{t('confirm.text')}</p>
        {live > 0 && <p className="pt-2">{t('confirm.live', { n: live })}</p>}
      </ConfirmDialog>
    </SectionCard>
  )

  function titleOf({ guestName, bookingNumber, receiver }: GuestRecord): string {
    const booking = bookingNumber === null ? null : t('booking', { number: bookingNumber })
    const phone = receiver === null ? null : t('phone', { number: receiver })
    return [guestName, booking, phone].filter(Boolean).join(' · ')
  }

  function factsOf({ kind, doorLabel, startsAt, endsAt, live }: GuestRecord): string {
    const window = { from: say(startsAt), until: say(endsAt) }
    const place =
      kind === 'stay' ? t('stay', { room: doorLabel, ...window }) : t('sharedKey', { door: doorLabel, ...window })
    return live > 0 ? `${place} · ${t('live', { n: live })}` : place
  }
}

function toggled(picked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(picked)
  if (!next.delete(id)) next.add(id)
  return next
}

/** Without the guest's name: a file's name is seen by more than its reader. */
function save(file: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = 'guest.json'
  link.click()
  URL.revokeObjectURL(link.href)
}
