'use client'

import { useTranslations } from 'next-intl'
import { Age } from '@/components/ui/age'
import { Icon, type IconName } from '@/components/ui/icon'
import { StatusWord } from '@/components/ui/status-word'
import type { Tone } from '@/components/ui/tone'
import type { DoorBrief, HearingGateway } from '@/lib/front-desk/contract'
import type { SignalBand } from '@/lib/locks/contract'
import { sayTimeToday } from '@/lib/time/say-moment'

const bandIcons: Record<SignalBand, IconName> = {
  good: 'signal-good',
  fair: 'signal-fair',
  weak: 'signal-weak',
  'not-heard': 'signal-none',
}
const contactTones: Record<HearingGateway['contact']['kind'], Tone> = {
  'in-contact': 'ok',
  delayed: 'attention',
  'no-contact': 'problem',
  'not-known': 'attention',
}

interface DoorReachProps {
  brief: DoorBrief
  readKey: number
  locale: string
}

/** Through what a command would reach the door: every gateway with its signal, contact and ages. */
export function DoorReach({ brief, readKey, locale }: DoorReachProps) {
  const t = useTranslations('unlocks.reach')
  if (brief.hearing.length === 0) return <p>{t('none')}</p>
  return (
    <ul aria-label={t('label')} className="flex flex-col gap-1.5">
      {brief.hearing.map((gateway) => (
        <li key={gateway.gatewayName} className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          <span className="font-medium">{gateway.gatewayName}</span>
          <span className="inline-flex items-center gap-1">
            <Icon name={bandIcons[gateway.band]} />
            {gateway.signalDbm === null || gateway.band === 'not-heard'
              ? t('signal.not-heard')
              : t('dbm', { dbm: `−${Math.abs(gateway.signalDbm)}`, band: t(`signal.${gateway.band}`) })}
          </span>
          <span className="text-soft">
            {gateway.heardAgeMs === null ? (
              t('neverHeard')
            ) : (
              <>
                {t('heard')} <Age ageMs={gateway.heardAgeMs} readKey={readKey} />
              </>
            )}
          </span>
          <Contact gateway={gateway} brief={brief} readKey={readKey} locale={locale} />
        </li>
      ))}
    </ul>
  )
}

function Contact({ gateway, brief, readKey, locale }: DoorReachProps & { gateway: HearingGateway }) {
  const t = useTranslations('unlocks.reach')
  const { contact, heartbeatAgeMs } = gateway
  const words = () => {
    if (contact.kind === 'delayed') return t('contact.delayed', { missed: contact.missed })
    if (contact.kind === 'in-contact') return t('contact.in-contact')
    const time =
      contact.sinceAt === null ? null : sayTimeToday(contact.sinceAt, { zone: brief.timeZone, locale, now: brief.now })
    if (contact.kind === 'not-known' && (contact.why !== 'sample-old' || time === null)) return t('contact.not-known')
    if (contact.kind === 'not-known') return t('contact.not-known-since', { time: time ?? '' })
    return time === null ? t('contact.no-contact-ever') : t('contact.no-contact', { time })
  }
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <StatusWord tone={contactTones[contact.kind]}>{words()}</StatusWord>
      {heartbeatAgeMs !== null && (
        <span className="text-soft">
          {t('heartbeat')} <Age ageMs={heartbeatAgeMs} readKey={readKey} />
        </span>
      )}
    </span>
  )
}
