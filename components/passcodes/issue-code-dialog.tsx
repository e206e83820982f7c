'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useId, useState } from 'react'
import { newPressKey } from '@/components/instructions/press-key'
import { useDoorBrief } from '@/components/instructions/use-door-brief'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FailedState } from '@/components/ui/failed-state'
import { Skeleton } from '@/components/ui/skeleton'
import { useLeaving } from '@/components/ui/use-leaving'
import type { InstructionView } from '@/lib/instructions/contract'
import { type CodeDraft, draftFor, IssueCodeForm } from './issue-code-form'
import { IssuedCode } from './issued-code'
import type { AskedCode, CodeHouse, LockId, LostCode, PasscodeActions, Pressed } from './passcode-contract'
import { usePress } from './use-press'

export interface IssueCodeDialogProps {
  house: CodeHouse
  door: { id: LockId; label: string }
  actions: PasscodeActions
  /** The code in whose place this one is issued, gone with its lock. */
  lost?: LostCode | undefined
  onClose: () => void
}

/** *Issue code*: asks for whom and how long, then follows the code until the door confirmed it or did not. */
export function IssueCodeDialog({ house, door, actions, lost, onClose }: IssueCodeDialogProps) {
  const t = useTranslations('passcodes')
  const id = useId()
  const { brief, refusal, read } = useDoorBrief(house.slug, door.id)
  const [offered, setOffered] = useState<CodeDraft | null>(null)
  const [edited, setDraft] = useState<CodeDraft | null>(null)
  const draft = edited ?? offered
  const [pressKey, setPressKey] = useState(newPressKey)
  const [issued, setIssued] = useState<Pressed | null>(null)
  const [afterId, setAfterId] = useState<InstructionView['id'] | undefined>()
  const press = usePress(actions.words)
  const typed = edited !== null && JSON.stringify(edited) !== JSON.stringify(offered)
  const { leave, question } = useLeaving(typed, onClose)

  useEffect(() => {
    if (brief) setOffered((before) => before ?? draftFor(brief, lost))
  }, [brief, lost])

  async function submit(asked: Omit<AskedCode, 'pressKey'>) {
    const pressed = await press.run(async () => {
      const answer = await actions.setUp({ ...asked, pressKey, afterId })
      // Somebody else gave out the door meanwhile (I27): told of before the next press, with what is typed kept.
      if (!answer.ok && answer.error.code === 'warnings-not-seen') await read()
      return answer
    })
    if (pressed) setIssued(pressed)
  }

  /** Back to the form as it was filled in; a new press is a new intent, and names the one that may have worked (I3). */
  function tryAgain(unanswered: InstructionView['id'] | undefined) {
    setAfterId(unanswered)
    setPressKey(newPressKey())
    setIssued(null)
    void read()
  }

  if (issued !== null)
    return (
      <IssuedCode
        title={t('issue.issuedTitle', { door: door.label })}
        pressed={issued}
        house={house}
        actions={actions}
        onAgain={tryAgain}
        onClose={onClose}
      />
    )
  return (
    <>
      <Dialog
        open
        onClose={leave}
        title={t('issue.title', { door: door.label })}
        footer={
          <>
            <Button onClick={leave}>{t('issue.leave')}</Button>
            <Button
              type="submit"
              form={id}
              tone="primary"
              icon="code"
              busy={press.busy}
              refusal={brief ? undefined : t('issue.loading')}
            >
              {t('issue.submit')}
            </Button>
          </>
        }
      >
        {brief && draft ? (
          <IssueCodeForm
            id={id}
            brief={brief}
            draft={draft}
            onDraft={setDraft}
            press={press}
            mayIssueLong={house.may.issueLong}
            onSubmit={submit}
          />
        ) : refusal ? (
          <FailedState title={t('issue.doorFailed')} actions={<Button onClick={read}>{t('again')}</Button>}>
            {actions.words(refusal)?.next}
          </FailedState>
        ) : (
          <Skeleton lines={6} label={t('issue.loading')} />
        )}
      </Dialog>
      {question}
    </>
  )
}
