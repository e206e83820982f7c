'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
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
import type { InstructionView } from '@/lib/instructions/contract'
import type {
  PermanentKeyAsked,
  PermanentKeyIssued,
  PermanentKeyKind,
  PermanentKeyView,
  ShownPermanentKey,
} from '@/lib/permanent-keys/contract'
import { PassingKey } from './passing-key'
import { type PermanentKeyDraft, PermanentKeyForm } from './permanent-key-form'

export interface PermanentKeyDialogProps {
  /** The property's slug. */
  property: string
  kind: PermanentKeyKind
  door: { id: PermanentKeyAsked['lockId']; label: string }
  actions: {
    /** Asks for the password again by itself where that is needed (`useStepUp`). */
    issue: (asked: PermanentKeyAsked) => Promise<ActionResult<PermanentKeyIssued>>
    show: (id: PermanentKeyView['id']) => Promise<ActionResult<ShownPermanentKey>>
  }
  words: (refusal: Refusal | null) => RefusalWords | null
  onClose: () => void
}

const lost: Refusal = { code: 'unexpected', requestId: '' }
const nothingTyped: PermanentKeyDraft = { reason: { reason: '', note: '' }, knows: false }

/** *Get permanent key*: that it never ends and cannot be revoked is said first; then why; then its text, once. */
export function PermanentKeyDialog({ property, kind, door, actions, words, onClose }: PermanentKeyDialogProps) {
  const t = useTranslations('permanentKeys')
  const formId = useId()
  const { brief, refusal: unread, reading, read } = useDoorBrief(property, door.id)
  const [draft, setDraft] = useState(nothingTyped)
  const [pressKey, setPressKey] = useState(newPressKey)
  const [issued, setIssued] = useState<PermanentKeyIssued | null>(null)
  const [afterId, setAfterId] = useState<InstructionView['id'] | null>(null)
  const [view, setView] = useState<InstructionView | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState(false)
  const form = useLeaving(draft !== nothingTyped, onClose)
  const key = useLeaving(shown, onClose, {
    title: t('shown.leaveQuestion.title'),
    text: t('shown.leaveQuestion.text'),
    leave: t('shown.leaveQuestion.leave'),
    stay: t('shown.leaveQuestion.stay'),
  })

  async function issue(asked: Omit<PermanentKeyAsked, 'pressKey' | 'kind'>): Promise<void> {
    if (busy) return
    setBusy(true)
    const press = { ...asked, kind, pressKey, ...(afterId && { afterId }) }
    const done = await actions.issue(press).catch(() => ({ ok: false as const, error: lost }))
    // Somebody else gave out the door meanwhile (I27): told of before the next press, with what is typed kept.
    if (!done.ok && done.error.code === 'warnings-not-seen') await read()
    setBusy(false)
    setRefusal(done.ok ? null : done.error)
    if (done.ok) setIssued(done.data)
    else setAttempt(attempt + 1)
  }

  /** A new press is a new intent, and names the one that may have worked (I3). */
  function again(): void {
    setAfterId(view?.outcome === 'unknown' ? view.id : null)
    setPressKey(newPressKey())
    setIssued(null)
    setView(null)
    void read()
  }

  const title = t(`title.${kind}`, { door: door.label })
  if (issued) {
    const outcome = view?.outcome ?? null
    return (
      <>
        <Dialog
          open
          onClose={key.leave}
          title={title}
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
            <PassingKey permanentKeyId={issued.permanentKeyId} show={actions.show} onShown={setShown} words={words} />
          )}
        </Dialog>
        {key.question}
      </>
    )
  }

  const gone = brief !== null && brief.door.goneAt !== null
  return (
    <>
      <Dialog
        open
        onClose={form.leave}
        title={title}
        footer={
          <>
            <Button onClick={form.leave}>{t('leave')}</Button>
            {brief && !gone && (
              <Button type="submit" form={formId} tone="danger" busy={busy}>
                {t(`submit.${kind}`)}
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
        {gone && (
          <Banner tone="attention" title={t('refused.gone.title')}>
            {t('refused.gone.next')}
          </Banner>
        )}
        {brief && !gone && (
          <PermanentKeyForm
            id={formId}
            kind={kind}
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
