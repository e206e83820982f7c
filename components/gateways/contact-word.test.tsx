import { NextIntlClientProvider } from 'next-intl'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { type GatewayContact, notKnownReasons } from '@/lib/gateways/contract'
import { english } from '@/messages/english'
import { german } from '@/messages/german'
import { ContactWord } from './contact-word'

const contacts: GatewayContact[] = [
  { kind: 'in-contact' },
  { kind: 'delayed', missed: 3 },
  { kind: 'no-contact', sinceAt: 1 },
  { kind: 'no-contact', sinceAt: null },
  ...notKnownReasons.map((why): GatewayContact => ({ kind: 'not-known', why, sinceAt: 1 })),
]

const said = (contact: GatewayContact, locale: 'en' | 'de') =>
  renderToString(
    <NextIntlClientProvider locale={locale} messages={locale === 'en' ? english : german} timeZone="UTC">
      <ContactWord contact={contact} say={() => '13:52'} />
    </NextIntlClientProvider>,
  ).replaceAll('<!-- -->', '')

test.each(['en', 'de'] as const)('every contact is told in words of its own, with an icon (%s)', (locale) => {
  const outs = contacts.map((contact) => said(contact, locale))
  expect(outs.every((out) => out.includes('<svg'))).toBe(true)
  const words = outs.map((out) => out.replace(/<[^>]+>/g, '').trim())
  expect(new Set(words).size).toBe(contacts.length)
  expect(words[2]).toMatch(locale === 'en' ? /^No contact since 13:52$/ : /^Kein Kontakt seit 13:52$/)
  expect(words[1]).toContain('3')
})
