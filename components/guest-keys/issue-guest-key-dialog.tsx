'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useId, useState } from 'react'
import { offeredWindow } from '@/components/instructions/asked-window'
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
import type { DoorBrief } from '@/lib/front-desk/contract'
import type { GuestKeyAsked, GuestKeyIssued, GuestKeyView, ShownGuestKey } from '@/lib/guest-keys/contract'
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
  const state = useDoorBrief(property, door.id)
  const { brief } = state
  const [offered, setOffered] = useState<GuestKeyDraft | null>(null)
  const [edited, setDraft] = useState<GuestKeyDraft | null>(null)
  const draft = edited ?? offered
  const issuing = useIssuing<GuestKeyIssued>(state.read, words)
  const [shown, setShown] = useState(false)
  const typed = edited !== null && JSON.stringify(edited) !== JSON.stringify(offered)
  const { leave, question } = useLeaving(typed, onClose)

  useEffect(() => {
    if (brief) setOffered((before) => before ?? draftFor(brief))
  }, [brief])

  const { issued } = issuing
  if (issued)
    return (
      <IssuedKeyDialog
        property={property}
        zone={brief?.timeZone}
        title={t('issuedTitle', { door: door.label })}
        instructionId={issued.instructionId}
        issuing={issuing}
        words={{ again: t('again'), close: t('close') }}
        leaveWords={{
          title: t('shown.leave.title'),
          text: t('shown.leave.text'),
          leave: t('shown.leave.leave'),
          stay: t('shown.leave.stay'),
        }}
        shown={shown}
        wide
        onClose={onClose}
      >
        <ShownKey guestKeyId={issued.guestKeyId} show={actions.show} onShown={setShown} words={words} />
      </IssuedKeyDialog>
    )

  const refused = brief && refusedWhy(brief)
  return (
    <>
      <Dialog
        open
        onClose={leave}
        title={t('title', { door: door.label })}
        footer={
          <>
            <Button onClick={leave}>{t('leave')}</Button>
            {brief && !refused && (
              <Button type="submit" form={formId} tone="primary" icon="phone" busy={issuing.busy}>
                {t('submit')}
              </Button>
            )}
          </>
        }
      >
        <BriefUnread state={state} retry={t('retry')} words={words} />
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
            refused={issuing.refused({ title: t('lost.title'), next: t('lost.next') })}
            attempt={issuing.attempt}
            onSubmit={(asked) => issuing.press((press) => actions.issue({ ...asked, ...press }))}
          />
        )}
      </Dialog>
      {question}
    </>
  )
}

/** What no filling in would change; the words are `guestKeys.refused.<why>`. */
function refusedWhy({ door, mobileKeysOn, may }: DoorBrief): 'off' | 'gone' | 'role' | null {
  if (!may.issueGuestKey) return 'role'
  if (!mobileKeysOn) return 'off'
  return door.goneAt === null ? null : 'gone'
}
