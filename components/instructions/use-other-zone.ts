'use client'

import { useEffect, useState } from 'react'

/** The property's zone where the reader's own differs from it, else null; null on the server and while hydrating. */
export function useOtherZone(zone: string): string | null {
  const [other, setOther] = useState<string | null>(null)
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    setOther(own === zone ? null : zone.replaceAll('_', ' '))
  }, [zone])
  return other
}
