'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { SourceNote } from '@/components/instructions/source-note'
import { useDoorBrief } from '@/components/instructions/use-door-brief'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FormErrors } from '@/components/ui/form-errors'
import { EarlierPressNotice } from './earlier-press'
import { ExplainForm, type ExplainFormProps } from './explain-form'
import type { UnlockDialogProps } from './unlock-dialog'
import { UnlockProgress } from './unlock-progress'
import { refusalOf, UnlockRefused } from './unlock-refused'
import { type Enter, useEmergencyPress } from './use-emergency-press'
import { WhoIsInside } from './who-is-inside'

export interface EmergencyDialogProps extends Pick<UnlockDialogProps, 'property' | 'door' | 'words' | 'onClose'> {
  actions: Pick<UnlockDialogProps['actions'], 'refreshLock'> & { enter: Enter; explain: ExplainFormProps['explain'] }
  reasons: readonly string[]
}

/** Emergency entry (product.md, Roles): one confirm that names the door, then the live timeline with the question why. */
export function EmergencyDialog({ property, door, actions, reasons, words, onClose }: EmergencyDialogProps) {
  const t = useTranslations('unlocks')
  const locale = useLocale()
  const { enter, explain, refreshLock } = actions
  const { brief, reading, read } = useDoorBrief(property, door.id)
  const { earlier, refused, attempt, busy, pressed, press, again } = useEmergencyPress({
    lockId: door.id,
    ...{ brief, enter, words, read },
  })
  const [explained, setExplained] = useState<string | null>(null)
  const title = t('emergency.title', { door: door.label })

  if (pressed !== null)
    return (
      <UnlockProgress
        property={property}
        instruction={pressed.answered ?? pressed.instructionId}
        zone={brief?.timeZone ?? 'UTC'}
        usualMs={brief?.usualUnlockMs ?? null}
        title={title}
        asks={explained !== pressed.instructionId}
        onAgain={again}
        onClose={onClose}
      >
        {explained === pressed.instructionId ? (
          <Banner tone="ok" live>
            {t('explain.saved')}
          </Banner>
        ) : (
          <section aria-labelledby="explain" className="flex flex-col gap-3 border-t border-line pt-4">
            <h3 id="explain" className="font-semibold">
              {t('explain.heading')}
            </h3>
            <ExplainForm
              key={pressed.instructionId}
              instructionId={pressed.instructionId}
              {...{ reasons, explain, words }}
              onSaved={() => setExplained(pressed.instructionId)}
            />
            <p className="text-sm text-soft">{t('explain.waits')}</p>
          </section>
        )}
      </UnlockProgress>
    )

  const why = brief && refusalOf(brief)
  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t('leave')}</Button>
          {!why && (
            <Button tone="danger" icon="unlock" busy={busy} onClick={press}>
              {t(earlier ? 'emergency.pressAgain' : 'emergency.press', { door: door.label })}
            </Button>
          )}
        </>
      }
    >
      {brief && why ? (
        <UnlockRefused {...{ brief, why, locale, read }} askAgain={refreshLock && (() => refreshLock(door.id))} />
      ) : (
        <>
          <FormErrors attempt={attempt} fieldCount={0} title={refused?.title}>
            {refused?.next}
          </FormErrors>
          <ul className="flex list-disc flex-col gap-1 pl-5">
            <li>{t('emergency.says', { door: door.label })}</li>
            <li>{t('emergency.told')}</li>
            <li>{t('emergency.after')}</li>
          </ul>
          {earlier && <EarlierPressNotice property={property} zone={brief?.timeZone ?? 'UTC'} press={earlier} />}
          {brief && <SourceNote source={brief.source} now={brief.now} />}
          {brief && <WhoIsInside brief={brief} locale={locale} />}
          {brief?.door.reach === 'not-known' && <Banner tone="attention">{t('unsure')}</Banner>}
          {!brief && !reading && <p className="text-soft">{t('emergency.unread')}</p>}
        </>
      )}
    </Dialog>
  )
}
