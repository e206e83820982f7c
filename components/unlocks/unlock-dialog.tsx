'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { InstructionTimeline } from '@/components/instructions/instruction-timeline'
import { newPressKey } from '@/components/instructions/press-key'
import { useDoorBrief } from '@/components/instructions/use-door-brief'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { DefinitionList } from '@/components/ui/definition-list'
import { Dialog } from '@/components/ui/dialog'
import { FailedState } from '@/components/ui/failed-state'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { Skeleton } from '@/components/ui/skeleton'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { DoorBrief } from '@/lib/front-desk/contract'
import type { InstructionView } from '@/lib/instructions/contract'
import { isSettled, phaseOf } from '@/lib/instructions/rules'
import { otherReason } from '@/lib/properties/contract'
import type { UnlockAsked } from '@/lib/unlocks/contract'
import { DoorReach } from './door-reach'
import { type UnlockFaults, UnlockForm, type UnlockValues } from './unlock-form'
import { UnlockProgress } from './unlock-progress'
import { refusalOf, UnlockRefused } from './unlock-refused'
import { WhoIsInside } from './who-is-inside'

type InstructionId = InstructionView['id']

export interface UnlockDialogProps {
  /** The property's slug. */
  property: string
  door: { id: UnlockAsked['lockId']; label: string }
  actions: {
    /** Asks for the password again by itself where that is needed (`useStepUp`). */
    unlock: (asked: UnlockAsked) => Promise<ActionResult<{ instructionId: InstructionId }>>
    /** Asks the Lock Server about this lock now; absent for those who may not. */
    refreshLock?: (lockId: UnlockAsked['lockId']) => Promise<ActionResult<unknown>>
  }
  words: (refusal: Refusal | null) => RefusalWords | null
  onClose: () => void
}

const nothingFilledIn: UnlockValues = { reason: '', reasonNote: '', identityChecked: false }
/** No answer reached the browser: whether it was pressed is known to the server alone, and the same key asks it. */
const lost: Refusal = { code: 'unexpected', requestId: '' }

/** Remote unlock (rule 9): what is known of the door first, then one press with a reason, then its live timeline. */
export function UnlockDialog({ property, door, actions, words, onClose }: UnlockDialogProps) {
  const t = useTranslations('unlocks')
  const locale = useLocale()
  const formId = useId()
  const { brief, refusal: unread, reading, readKey, read } = useDoorBrief(property, door.id)
  const [values, setValues] = useState(nothingFilledIn)
  const [faults, setFaults] = useState<UnlockFaults>({})
  const [pressKey, setPressKey] = useState(newPressKey)
  const [pressed, setPressed] = useState<InstructionId | null>(null)
  const [view, setView] = useState<InstructionView | null>(null)
  const [told, setTold] = useState<InstructionId | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)

  const earlier = told ?? brief?.justPressed?.id ?? null
  const refused = brief && refusalOf(brief)
  const asksIdentity = brief !== null && !brief.door.common
  const said = words(refusal)

  function refuse(found: UnlockFaults, by: Refusal | null): void {
    setFaults(found)
    setRefusal(by)
    setAttempt(attempt + 1)
  }

  async function press(): Promise<void> {
    if (busy || !brief || refused) return
    const missing: UnlockFaults = {
      ...(values.reason === '' && { reason: t('reason.missing') }),
      ...(values.reason === otherReason && !values.reasonNote.trim() && { reasonNote: t('reason.noteMissing') }),
      ...(asksIdentity && !values.identityChecked && { identityChecked: t('identity.missing') }),
    }
    if (Object.keys(missing).length > 0) return refuse(missing, null)
    setBusy(true)
    const done = await actions
      .unlock({
        pressKey,
        lockId: door.id,
        reason: values.reason,
        ...(values.reason === otherReason && { reasonNote: values.reasonNote.trim() }),
        identityChecked: values.identityChecked,
        ...(earlier && { afterId: earlier }),
      })
      .catch(() => ({ ok: false as const, error: lost }))
    setBusy(false)
    if (done.ok) {
      setPressed(done.data.instructionId)
      setPressKey(newPressKey())
      return refuse({}, null)
    }
    const { error } = done
    const first = error.details?.instructionId
    if (error.code === 'unlock-just-pressed' && typeof first === 'string') {
      setTold(first as InstructionId)
      return refuse({}, error)
    }
    if (['gateways-without-contact', 'lock-not-heard', 'lock-gone'].includes(error.code)) await read()
    const marks = words(error)
    refuse(
      {
        reason: marks?.field('reason'),
        reasonNote: marks?.field('reasonNote'),
        identityChecked: marks?.field('identityChecked'),
      },
      error,
    )
  }

  /** What came of the press is not what was wanted: a new press that names it (I3). */
  function again(): void {
    setTold(pressed)
    setPressed(null)
    setView(null)
    void read()
  }

  if (pressed !== null) {
    const over = view !== null && isSettled(view, brief?.now ?? 0)
    const unlocked = view !== null && phaseOf(view, brief?.now ?? 0) === 'done'
    return (
      <Dialog
        open
        size="small"
        onClose={onClose}
        title={t('title', { door: door.label })}
        footer={
          <>
            {over && !unlocked && <Button onClick={again}>{t('pressAgain')}</Button>}
            <Button tone="primary" onClick={onClose}>
              {over ? t('close') : t('closeEarly')}
            </Button>
          </>
        }
      >
        <UnlockProgress
          property={property}
          instruction={pressed}
          zone={brief?.timeZone ?? 'UTC'}
          usualMs={brief?.usualUnlockMs ?? null}
          onView={setView}
        />
        {!over && <p className="text-soft">{t('goesOn')}</p>}
      </Dialog>
    )
  }

  return (
    <Dialog
      open
      size="medium"
      onClose={onClose}
      title={t('title', { door: door.label })}
      description={brief && brief.door.name !== door.label ? t('lockName', { name: brief.door.name }) : undefined}
      footer={
        <>
          <Button onClick={onClose}>{t('leave')}</Button>
          {brief?.may.unlock && !refused && (
            <Button type="submit" form={formId} tone="primary" icon="unlock" busy={busy}>
              {earlier ? t('pressAgain') : t('press')}
            </Button>
          )}
        </>
      }
    >
      {!brief && reading && <Skeleton lines={6} />}
      {!brief && !reading && (
        <FailedState title={words(unread)?.title ?? ''} actions={<Button onClick={read}>{t('retry')}</Button>}>
          {words(unread)?.next}
        </FailedState>
      )}
      {brief && (
        <>
          {refused && (
            <UnlockRefused
              brief={brief}
              why={refused}
              locale={locale}
              read={read}
              askAgain={actions.refreshLock && (() => actions.refreshLock?.(door.id) ?? Promise.reject())}
            />
          )}
          {!refused && (
            <FormErrors attempt={attempt} fieldCount={countOf(faults)} title={refusal && said?.title}>
              {refusal === lost ? t('lost') : said?.next}
            </FormErrors>
          )}
          {earlier && !refused && <Earlier {...{ property, brief, earlier }} />}
          <DefinitionList
            stacked
            items={[
              ...(brief.occupancy === null
                ? []
                : [{ key: 'who', term: t('who.label'), value: <WhoIsInside brief={brief} locale={locale} /> }]),
              {
                key: 'reach',
                term: t('reach.label'),
                value: <DoorReach brief={brief} readKey={readKey} locale={locale} />,
              },
            ]}
          />
          {!brief.may.unlock && <Banner tone="attention">{t('notAllowed')}</Banner>}
          {brief.may.unlock && !refused && (
            <>
              {brief.door.reach === 'not-known' && <Banner tone="attention">{t('unsure')}</Banner>}
              <UnlockForm
                id={formId}
                reasons={brief.reasons}
                asksIdentity={asksIdentity}
                values={values}
                faults={faults}
                onChange={setValues}
                onSubmit={press}
              />
            </>
          )}
        </>
      )}
    </Dialog>
  )
}

const countOf = (faults: UnlockFaults): number => Object.values(faults).filter(Boolean).length

/** I27: a press just before this one, with how far it is. */
function Earlier({ property, brief, earlier }: { property: string; brief: DoorBrief; earlier: InstructionId }) {
  const t = useTranslations('unlocks.just')
  const just = brief.justPressed
  const title = just
    ? t('title', { person: just.actorLabel, seconds: Math.max(0, Math.round((brief.now - just.intendedAt) / 1000)) })
    : t('before')
  return (
    <Banner tone="attention" title={title}>
      <p>{t('text')}</p>
      <div className="pt-2">
        <InstructionTimeline
          property={property}
          instruction={just ?? earlier}
          zone={brief.timeZone}
          readAt={brief.now}
        />
      </div>
    </Banner>
  )
}
