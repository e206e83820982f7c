'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useId, useState } from 'react'
import { offeredWindow } from '@/components/instructions/asked-window'
import { InstructionTimeline } from '@/components/instructions/instruction-timeline'
import { newPressKey } from '@/components/instructions/press-key'
import { useDoorBrief } from '@/components/instructions/use-door-brief'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FailedState } from '@/components/ui/failed-state'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { Skeleton } from '@/components/ui/skeleton'
import { useLeaving } from '@/components/ui/use-leaving'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { DoorBrief } from '@/lib/front-desk/contract'
import type { GuestKeyAsked, GuestKeyIssued, GuestKeyView, ShownGuestKey } from '@/lib/guest-keys/contract'
import type { InstructionView } from '@/lib/instructions/contract'
import { type GuestKeyDraft, GuestKeyForm } from './guest-key-form'
import { ShownKey } from './shown-key'

export interface IssueGuestKeyDialogProps {
  /** The property's slug. */
  property: string
  door: { id: GuestKeyAsked['lockId']; label: string }
  actions: {
    /** Asks for the password again by itself where that is needed (`useStepUp`). */
    issue: (asked: GuestKeyAsked) => Promise<ActionResult<GuestKeyIssued>>
    show: (id: GuestKeyView['id']) => Promise<ActionResult<ShownGuestKey>>
  }
  words: (refusal: Refusal | null) => RefusalWords | null
  onClose: () => void
}

const lost: Refusal = { code: 'unexpected', requestId: '' }

const draftFor = ({ times, now }: DoorBrief): GuestKeyDraft => ({
  guestName: '',
  bookingNumber: '',
  ...offeredWindow(times, now),
  reason: { reason: '', note: '' },
  knows: false,
})

/** *Issue mobile key* (rule 6): for whom and how long, that it cannot be recalled, then the key, shown once. */
export function IssueGuestKeyDialog({ property, door, actions, words, onClose }: IssueGuestKeyDialogProps) {
  const t = useTranslations('guestKeys')
  const formId = useId()
  const { brief, refusal: unread, reading, read } = useDoorBrief(property, door.id)
  const [offered, setOffered] = useState<GuestKeyDraft | null>(null)
  const [edited, setDraft] = useState<GuestKeyDraft | null>(null)
  const draft = edited ?? offered
  const [pressKey, setPressKey] = useState(newPressKey)
  const [issued, setIssued] = useState<GuestKeyIssued | null>(null)
  const [afterId, setAfterId] = useState<InstructionView['id'] | null>(null)
  const [view, setView] = useState<InstructionView | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState(false)
  const typed = edited !== null && JSON.stringify(edited) !== JSON.stringify(offered)
  const form = useLeaving(typed, onClose)
  const key = useLeaving(shown, onClose, {
    title: t('shown.leave.title'),
    text: t('shown.leave.text'),
    leave: t('shown.leave.leave'),
    stay: t('shown.leave.stay'),
  })

  useEffect(() => {
    if (brief) setOffered((before) => before ?? draftFor(brief))
  }, [brief])

  async function issue(asked: Omit<GuestKeyAsked, 'pressKey'>): Promise<void> {
    if (busy) return
    setBusy(true)
    const press = { ...asked, pressKey, ...(afterId && { afterId }) }
    const done = await actions.issue(press).catch(() => ({ ok: false as const, error: lost }))
    // Somebody else gave out the door meanwhile (I27): told of before the next press, with what is typed kept.
    if (!done.ok && done.error.code === 'warnings-not-seen') await read()
    setBusy(false)
    setRefusal(done.ok ? null : done.error)
    if (done.ok) setIssued(done.data)
    else setAttempt(attempt + 1)
  }

  /** Back to the form as it was filled in; a new press is a new intent, and names the one that may have worked (I3). */
  function again(): void {
    setAfterId(view?.outcome === 'unknown' ? view.id : null)
    setPressKey(newPressKey())
    setIssued(null)
    setView(null)
    void read()
  }

  if (issued) {
    const outcome = view?.outcome ?? null
    return (
      <>
        <Dialog
          open
          onClose={key.leave}
          title={t('issuedTitle', { door: door.label })}
          size={shown ? 'large' : 'medium'}
          footer={
            <>
              {outcome !== null && outcome !== 'accepted' && <Button onClick={again}>{t('again')}</Button>}
              <Button tone={outcome === 'accepted' ? 'plain' : 'primary'} onClick={key.leave}>
                {t('close')}
              </Button>
            </>
          }
        >
          <div className={shown ? 'order-last' : undefined}>
            <InstructionTimeline
              property={property}
              instruction={issued.instructionId}
              zone={brief?.timeZone ?? 'UTC'}
              onView={setView}
            />
          </div>
          {outcome === 'accepted' && (
            <ShownKey guestKeyId={issued.guestKeyId} show={actions.show} onShown={setShown} words={words} />
          )}
        </Dialog>
        {key.question}
      </>
    )
  }

  const refused = brief && refusedWhy(brief)
  return (
    <>
      <Dialog
        open
        onClose={form.leave}
        title={t('title', { door: door.label })}
        footer={
          <>
            <Button onClick={form.leave}>{t('leave')}</Button>
            {brief && !refused && (
              <Button type="submit" form={formId} tone="primary" icon="phone" busy={busy}>
                {t('submit')}
              </Button>
            )}
          </>
        }
      >
        {!brief && reading && <Skeleton lines={6} />}
        {!brief && !reading && (
          <FailedState title={words(unread)?.title} actions={<Button onClick={read}>{t('retry')}</Button>}>
            {words(unread)?.next}
          </FailedState>
        )}
        {refused && (
          <Banner tone="attention" title={t(`refused.${refused}.title`)}>
            {t(`refused.${refused}.next`)}
          </Banner>
        )}
        {brief && draft && !refused && (
          <GuestKeyForm
            id={formId}
            brief={brief}
            draft={draft}
            onDraft={setDraft}
            refused={refusal === lost ? { ...noFields, title: t('lost.title'), next: t('lost.next') } : words(refusal)}
            attempt={attempt}
            onSubmit={issue}
          />
        )}
      </Dialog>
      {form.question}
    </>
  )
}

const noFields = { field: () => undefined, fieldCount: 0 }

/** What no filling in would change; the words are `guestKeys.refused.<why>`. */
function refusedWhy({ door, mobileKeysOn, may }: DoorBrief): 'off' | 'gone' | 'role' | null {
  if (!may.issueGuestKey) return 'role'
  if (!mobileKeysOn) return 'off'
  return door.goneAt === null ? null : 'gone'
}
