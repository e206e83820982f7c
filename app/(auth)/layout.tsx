import type { ReactNode } from 'react'
import { ClientMessages } from '@/components/shell/client-messages'
import { SkipLink } from '@/components/shell/skip-link'
import { NoToasts } from '@/components/ui/no-toasts'

/** Before one is inside: one card in the middle. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <ClientMessages namespaces={['signIn']}>
      <SkipLink />
      <NoToasts />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-4 px-4 py-8 outline-none"
      >
        <p className="font-semibold text-soft">Keydesk</p>
        <div className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-5 sm:p-6">{children}</div>
      </main>
    </ClientMessages>
  )
}
