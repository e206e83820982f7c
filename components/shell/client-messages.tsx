import { type Messages, NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import { MoreMessages } from './more-messages'

/** A noun, or of the instructions only what every page's alarm says, or what stands over a list that may be stale. */
type Words = keyof Messages | 'instructions.late' | 'instructions.source'

async function pick(names: readonly Words[]) {
  const all = await getMessages()
  return Object.fromEntries(
    names.map((name) =>
      name === 'instructions.late'
        ? ['instructions', { late: all.instructions.late }]
        : name === 'instructions.source'
          ? ['instructions', { source: all.instructions.source }]
          : [name, all[name]],
    ),
  )
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
export async function ClientMessages(props: { namespaces: readonly Words[]; children: ReactNode }) {
  return <MoreMessages messages={await pick(props.namespaces)}>{props.children}</MoreMessages>
}
