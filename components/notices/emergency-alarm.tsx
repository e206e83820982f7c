'use client'

import { useLocale, useTranslations } from 'next-intl'
import { createPortal } from 'react-dom'
import { useInstructions } from '@/components/instructions/use-instructions'
import { useTopDialog } from '@/components/instructions/use-top-dialog'
import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'
import type { NoticeView } from '@/lib/notices/contract'
import { sayWholeMoment } from '@/lib/time/say-moment'
import { sayReason } from './say-notice'
import { type MarkSeen, SeenButton } from './seen-button'

export interface EmergencyAlarmProps {
  /** The property's slug. */
  property: string
  zone: string
  markSeen: MarkSeen
}

/** So many are told one by one. */
const shownAtMost = 3

/** On every page of a manager and over an open dialog, however old, until that manager has marked each as seen. */
export function EmergencyAlarm({ property, zone, markSeen }: EmergencyAlarmProps) {
  const t = useTranslations('notices')
  const { emergencies } = useInstructions(property, [], { alarm: true })
  const dialog = useTopDialog(emergencies.map(({ id }) => id).join())
  const shown = emergencies.slice(0, shownAtMost)
  const alarms = (
    <section
      aria-label={t('region')}
      data-emergencies={emergencies.length}
      className="no-print order-first flex flex-col empty:hidden"
    >
      {shown.map((notice) => (
        <Alarm key={notice.id} {...{ property, notice, zone, markSeen }} />
      ))}
      {emergencies.length > shown.length && (
        <Banner tone="problem" className="rounded-none border-x-0 border-t-0 sm:px-4">
          <TextLink href={`/${property}/notices`}>{t('more', { n: emergencies.length - shown.length })}</TextLink>
        </Banner>
      )}
    </section>
  )
  return dialog ? createPortal(alarms, dialog) : alarms
}

function Alarm({ property, notice, zone, markSeen }: EmergencyAlarmProps & { notice: NoticeView }) {
  const t = useTranslations()
  const locale = useLocale()
  const { doorLabel, actorLabel, at, reason, lockId } = notice
  const door = doorLabel ?? ''
  return (
    <Banner
      live
      tone="problem"
      title={t('notices.alarm.title', { door, time: sayWholeMoment(at, { zone, locale }) })}
      className="rounded-none border-x-0 border-t-0 sm:px-4"
      actions={<SeenButton {...{ notice, markSeen }} />}
    >
      {t('notices.alarm.text', { person: actorLabel })}{' '}
      {reason === null ? t('notices.alarm.noReason') : t('notices.alarm.reason', { reason: sayReason(t, reason) })}{' '}
      {lockId && <TextLink href={`/${property}/locks/${lockId}`}>{t('notices.alarm.lock', { door })}</TextLink>}
    </Banner>
  )
}
