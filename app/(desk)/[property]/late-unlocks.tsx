'use client'

import { type ComponentProps, useEffect, useState } from 'react'
import type { LateUnlockAlarm } from '@/components/instructions/late-unlock-alarm'
import { whenOpened } from '@/components/ui/when-opened'

const Alarm = whenOpened<ComponentProps<typeof LateUnlockAlarm>>(() =>
  import('@/components/instructions/late-unlock-alarm').then((module) => module.LateUnlockAlarm),
)

/** I7 on every page: it listens once the page itself works, so that no page waits for its script. */
export function LateUnlocks(props: ComponentProps<typeof LateUnlockAlarm>) {
  const [awake, setAwake] = useState(false)
  useEffect(() => setAwake(true), [])
  return awake ? <Alarm {...props} /> : null
}
