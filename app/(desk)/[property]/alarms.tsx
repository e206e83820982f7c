'use client'

import { type ComponentProps, useEffect, useState } from 'react'
import type { LateUnlockAlarm } from '@/components/instructions/late-unlock-alarm'
import type { EmergencyAlarm } from '@/components/notices/emergency-alarm'
import { whenOpened } from '@/components/ui/when-opened'

const Late = whenOpened<ComponentProps<typeof LateUnlockAlarm>>(() =>
  import('@/components/instructions/late-unlock-alarm').then((module) => module.LateUnlockAlarm),
)
const Emergencies = whenOpened<ComponentProps<typeof EmergencyAlarm>>(() =>
  import('@/components/notices/emergency-alarm').then((module) => module.EmergencyAlarm),
)

type AlarmsProps = ComponentProps<typeof LateUnlockAlarm> & {
  /** Absent for those who are not told of emergency entries. */
  markSeen?: ComponentProps<typeof EmergencyAlarm>['markSeen']
}

/** I7 and emergency entries on every page: they listen once the page itself works, so that no page waits for their script. */
export function Alarms({ markSeen, ...props }: AlarmsProps) {
  const [awake, setAwake] = useState(false)
  useEffect(() => setAwake(true), [])
  if (!awake) return null
  const { property, zone } = props
  return (
    <div className="sticky top-(--bar) z-20">
      <Late {...props} />
      {markSeen && <Emergencies {...{ property, zone, markSeen }} />}
    </div>
  )
}
