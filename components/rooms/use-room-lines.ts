'use client'

import { useCallback, useState } from 'react'
import type { ActionResult } from '@/lib/errors/contract'
import type { DoorNaming } from '@/lib/locks/contract'
import {
  draftOf,
  linesOf,
  namedDoor,
  namesOf,
  type RoomDraft,
  type RoomLine,
  type RoomNames,
  typed,
  withTwins,
} from './room-lines'

export type NameRoom = (input: { lockId: string } & RoomNames) => Promise<ActionResult<unknown>>

/** Where the focus belongs after a row opened or closed; a new object moves it. */
export interface RowFocus {
  lockId: string
  at: 'field' | 'row'
}

/** The table's rows with what is typed in them. Rows keep their places until the page is read anew. */
export function useRoomLines(doors: readonly DoorNaming[], nameRoom: NameRoom) {
  const [read, setRead] = useState(doors)
  const [lines, setLines] = useState(() => linesOf(doors))
  const [focus, setFocus] = useState<RowFocus | null>(null)
  if (doors !== read) {
    setRead(doors)
    setLines(linesOf(doors, lines))
  }

  const change = useCallback((lockId: string, next: (line: RoomLine) => RoomLine) => {
    setLines((all) => withTwins(all.map((line) => (line.door.lockId === lockId ? next(line) : line))))
  }, [])

  const begin = useCallback(
    (lockId: string) => {
      change(lockId, (line) => (line.draft ? line : { ...line, draft: draftOf(line.door), refusal: null }))
      setFocus({ lockId, at: 'field' })
    },
    [change],
  )
  const leave = useCallback(
    (lockId: string) => {
      change(lockId, (line) => ({ ...line, draft: null, refusal: null }))
      setFocus({ lockId, at: 'row' })
    },
    [change],
  )
  const type = useCallback(
    (lockId: string, part: Partial<Pick<RoomDraft, 'kind' | 'name' | 'floor'>>) =>
      change(lockId, (line) => (line.draft ? { ...line, draft: typed(line.draft, part) } : line)),
    [change],
  )
  const save = useCallback(
    async (lockId: string, draft: RoomDraft) => {
      const names = namesOf(draft)
      change(lockId, (line) => ({ ...line, busy: true }))
      const done = await nameRoom({ lockId, ...names }).catch(() => null)
      if (done?.ok) {
        change(lockId, (line) => ({
          ...line,
          door: namedDoor(line.door, names),
          draft: null,
          refusal: null,
          busy: false,
        }))
        return setFocus({ lockId, at: 'row' })
      }
      const refusal = done?.error ?? ({ code: 'unexpected', requestId: '' } as const)
      change(lockId, (line) => ({ ...line, draft: line.draft ?? draft, refusal, busy: false }))
      setFocus({ lockId, at: 'field' })
    },
    [change, nameRoom],
  )
  const take = useCallback(
    (lockId: string, door: DoorNaming) => save(lockId, { ...draftOf(door), floorFollows: false }),
    [save],
  )
  return { lines, focus, begin, leave, type, save, take }
}
