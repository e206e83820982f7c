'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { openedEvent } from '@/components/ui/notice-locked'

/** Around the client part of a page that polls; pages that do not poll carry no query library. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          // What the page brought along is fresh; each poll sets its own rhythm. A mutation is never sent twice.
          queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: true },
          mutations: { retry: false },
        },
      }),
  )
  useEffect(() => {
    const opened = () => void client.invalidateQueries()
    window.addEventListener(openedEvent, opened)
    return () => window.removeEventListener(openedEvent, opened)
  }, [client])
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
