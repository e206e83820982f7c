'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useId } from 'react'
import { SourceNote } from '@/components/instructions/source-note'
import { useDoorBrief } from '@/components/instructions/use-door-brief'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { DefinitionList } from '@/components/ui/definition-list'
import { Dialog } from '@/components/ui/dialog'
import { FailedState } from '@/components/ui/failed-state'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { Skeleton } from '@/components/ui/skeleton'
import { isRole } from '@/lib/access/permissions'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { DoorBrief } from '@/lib/front-desk/contract'
import type { UnlockAsked } from '@/lib/unlocks/contract'
import { DoorReach } from './door-reach'
import { EarlierPressNotice } from './earlier-press'
import { UnlockForm } from './unlock-form'
import { UnlockProgress } from './unlock-progress'
import { refusalOf, UnlockRefused } from './unlock-refused'
import { type Unlock, useUnlockPress } from './use-unlock-press'
import { WhoIsInside } from './who-is-inside'

export interface UnlockDialogProps {
  /** The property's slug. */
  property: string
  door: { id: UnlockAsked['lockId']; label: string }
  actions: {
    /** Asks for the password again by itself where that is needed (`useStepUp`). */
    unlock: Unlock
    /** Asks the Lock Server about this lock now; absent for those who may not. */
    refreshLock?: (lockId: UnlockAsked['lockId']) => Promise<ActionResult<{ fresh: boolean }>>
  }
  words: (refusal: Refusal | null) => RefusalWords | null
  /** Goes over to an emergency entry; absent where there is none. */
  onEmergency?: () => void
  onClose: () => void
}

/** Remote unlock (rule 9): what is known of the door first, then one press with a reason, then its live timeline. */
export function UnlockDialog({ property, door, actions, words, onEmergency, onClose }: UnlockDialogProps) {
  const t = useTranslations('unlocks')
  const locale = useLocale()
  const formId = useId()
  const { brief, refusal: unread, reading, readKey, read } = useDoorBrief(property, door.id)
  const form = useUnlockPress({ brief, unlock: actions.unlock, words, read })
  const { refused, earlier } = form
  const title = t('title', { door: door.label })
  const { refreshLock } = actions

  if (form.pressed !== null)
    return (
      <UnlockProgress
        property={property}
        instruction={form.pressed.answered ?? form.pressed.instructionId}
        zone={brief?.timeZone ?? 'UTC'}
        usualMs={brief?.usualUnlockMs ?? null}
        title={title}
        onAgain={form.again}
        onClose={onClose}
      />
    )

  const why = brief && refusalOf(brief)
  const mayPress = brief?.may.unlock && !why
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={brief && brief.door.name !== door.label ? t('lockName', { name: brief.door.name }) : undefined}
      footer={
        <>
          {onEmergency && brief?.may.emergency && !why && (
            <Button tone="quiet" className="mr-auto" onClick={onEmergency}>
              {t('emergency.start')}
            </Button>
          )}
          <Button onClick={onClose}>{t('leave')}</Button>
          {mayPress && (
            <Button type="submit" form={formId} tone="primary" icon="unlock" busy={form.busy}>
              {earlier ? t('pressAgain') : t('press')}
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
      {brief && why && (
        <UnlockRefused
          brief={brief}
          why={why}
          locale={locale}
          read={read}
          askAgain={refreshLock && (() => refreshLock(door.id))}
        />
      )}
      {brief && !why && (
        <FormErrors
          attempt={form.attempt}
          fieldCount={Object.values(refused.faults).filter(Boolean).length}
          title={refused.words?.title}
        >
          {refused.words?.next}
        </FormErrors>
      )}
      {brief && !why && earlier && <EarlierPressNotice property={property} zone={brief.timeZone} press={earlier} />}
      {brief && <SourceNote source={brief.source} now={brief.now} />}
      {brief && (
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
      )}
      {brief && !brief.may.unlock && <NotAllowed who={brief.whoUnlocks} />}
      {mayPress && brief.door.reach === 'not-known' && <Banner tone="attention">{t('unsure')}</Banner>}
      {mayPress && (
        <UnlockForm
          id={formId}
          reasons={brief.reasons}
          asksIdentity={form.asksIdentity}
          values={form.values}
          faults={refused.faults}
          onChange={form.setValues}
          onSubmit={form.press}
        />
      )}
    </Dialog>
  )
}

/** screens.md: a refused action says who may. */
export function NotAllowed({ who }: { who: DoorBrief['whoUnlocks'] }) {
  const t = useTranslations()
  const roles = who
    .filter(isRole)
    .map((role) => t(`shell.roles.${role}`))
    .join(', ')
  return (
    <Banner tone="attention" title={t('unlocks.notAllowed')}>
      {t('shell.refused.who', { roles })}
    </Banner>
  )
}
