import { type Messages, NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import { MoreMessages } from './more-messages'

async function pick(names: ReadonlyArray<keyof Messages>) {
  const all = await getMessages()
  return Object.fromEntries(names.map((name) => [name, all[name]]))
}

/** The root layout's: words that every page's client parts may need. */
export async function HouseMessages({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider messages={await pick(['ui', 'shell', 'errors', 'faults'])}>
      {children}
    </NextIntlClientProvider>
  )
}

/** Gives a page's client parts their nouns' words, e.g. `namespaces={['locks', 'unlocks']}`; no others travel. */
export async function ClientMessages(props: { namespaces: ReadonlyArray<keyof Messages>; children: ReactNode }) {
  return <MoreMessages messages={await pick(props.namespaces)}>{props.children}</MoreMessages>
}
