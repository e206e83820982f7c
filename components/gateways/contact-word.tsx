'use client'

import { useTranslations } from 'next-intl'
import { StatusWord } from '@/components/ui/status-word'
import type { Tone } from '@/components/ui/tone'
import type { GatewayContact } from '@/lib/gateways/contract'
import type { Instant } from '@/lib/time/clock'

const tones: Record<GatewayContact['kind'], Tone> = {
  'in-contact': 'ok',
  delayed: 'attention',
  'no-contact': 'problem',
  'not-known': 'neutral',
}

export const contactTone = (contact: GatewayContact): Tone =>
  contact.kind === 'not-known' && contact.why === 'heartbeat-ahead' ? 'attention' : tones[contact.kind]

/** "No contact since 13:52", with its icon and hue. */
export function ContactWord({ contact, say }: { contact: GatewayContact; say: (at: Instant) => string }) {
  const t = useTranslations('gateways.contact')
  return (
    <span data-contact={contact.kind}>
      <StatusWord tone={contactTone(contact)}>{t(wordOf(contact), valuesOf(contact, say))}</StatusWord>
    </span>
  )
}

function wordOf(contact: GatewayContact) {
  switch (contact.kind) {
    case 'no-contact':
      return contact.sinceAt === null ? 'never-beat' : 'no-contact-since'
    case 'not-known':
      return contact.why
    default:
      return contact.kind
  }
}

function valuesOf(contact: GatewayContact, say: (at: Instant) => string) {
  const since = 'sinceAt' in contact && contact.sinceAt !== null ? say(contact.sinceAt) : ''
  return { since, missed: contact.kind === 'delayed' ? contact.missed : 0 }
}
