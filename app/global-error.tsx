'use client'

import './globals.css'

interface GlobalErrorProps {
  error: unknown
  retry: () => void
}

/** The root layout itself threw: no catalogue is at hand, so it speaks both languages. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  const reference = (error as { digest?: string } | null)?.digest
  return (
    <html lang="en">
      <body>
        <title>Keydesk</title>
        <main role="alert" className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-3 px-4">
          <h1 className="text-xl font-semibold">Keydesk cannot show this page</h1>
          <p>Codes already on the doors still work. What was sent is recorded; what was not sent was not done.</p>
          <p lang="de">Keydesk kann diese Seite nicht zeigen. Codes, die an den Türen sind, gelten weiter.</p>
          <button
            type="button"
            onClick={() => retry()}
            className="min-h-9 rounded-md border border-accent bg-accent px-3 font-medium text-accent-ink"
          >
            Load it again · <span lang="de">Noch einmal laden</span>
          </button>
          {reference && <p className="text-sm text-soft">{reference}</p>}
        </main>
      </body>
    </html>
  )
}
