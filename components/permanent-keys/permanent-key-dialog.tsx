'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { BriefUnread } from '@/components/instructions/brief-unread'
import { IssuedKeyDialog } from '@/components/instructions/issued-key-dialog'
import { useDoorBrief } from '@/components/instructions/use-door-brief'
import { useIssuing } from '@/components/instructions/use-issuing'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { useLeaving } from '@/components/ui/use-leaving'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
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

const nothingTyped: PermanentKeyDraft = { reason: { reason: '', note: '' }, knows: false }

/** *Get permanent key*: that it never ends and cannot be revoked is said first; then why; then its text, once. */
export function PermanentKeyDialog({ property, kind, door, actions, words, onClose }: PermanentKeyDialogProps) {
  const t = useTranslations('permanentKeys')
  const formId = useId()
  const state = useDoorBrief(property, door.id)
  const { brief } = state
  const [draft, setDraft] = useState(nothingTyped)
  const issuing = useIssuing<PermanentKeyIssued>(state.read, words)
  const [shown, setShown] = useState(false)
  const { leave, question } = useLeaving(draft !== nothingTyped, onClose)

  const title = t(`title.${kind}`, { door: door.label })
  const { issued } = issuing
  if (issued)
    return (
      <IssuedKeyDialog
        property={property}
        zone={brief?.timeZone}
        title={title}
        instructionId={issued.instructionId}
        issuing={issuing}
        words={{ again: t('again'), close: t('close') }}
        leaveWords={{
          title: t('shown.leaveQuestion.title'),
          text: t('shown.leaveQuestion.text'),
          leave: t('shown.leaveQuestion.leave'),
          stay: t('shown.leaveQuestion.stay'),
        }}
        shown={shown}
        onClose={onClose}
      >
        <PassingKey permanentKeyId={issued.permanentKeyId} show={actions.show} onShown={setShown} words={words} />
      </IssuedKeyDialog>
    )

  const gone = brief !== null && brief.door.goneAt !== null
  return (
    <>
      <Dialog
        open
        onClose={leave}
        title={title}
        footer={
          <>
            <Button onClick={leave}>{t('leave')}</Button>
            {brief && !gone && (
              <Button type="submit" form={formId} tone="danger" busy={issuing.busy}>
                {t(`submit.${kind}`)}
              </Button>
            )}
          </>
        }
      >
        <BriefUnread state={state} retry={t('retry')} words={words} />
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
            refused={issuing.refused({ title: t('lost.title'), next: t('lost.next') })}
            attempt={issuing.attempt}
            onSubmit={(asked) => issuing.press((press) => actions.issue({ ...asked, kind, ...press }))}
          />
        )}
      </Dialog>
      {question}
    </>
  )
}
