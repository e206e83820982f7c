import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { NextIntlClientProvider } from 'next-intl'
import { renderToString } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { DoorNaming } from '@/lib/locks/contract'
import { english } from '@/messages/english'
import { draftOf, filterLines, linesOf, namedDoor, namesOf, typed, withTwins } from './room-lines'
import { RoomsTable } from './rooms-table'

function door(n: number, part: Partial<DoorNaming> = {}): DoorNaming {
  const room = String(100 + n)
  return {
    lockId: `lck_${String(n).padStart(26, '0')}`,
    name: `UL${String(n).padStart(6, '0')}`,
    room,
    door: null,
    floor: '1',
    sortKey: room,
    goneAt: null,
    proposal: null,
    ...part,
  }
}
const proposed = (n: number, proposedRoom: string, becomes: 'room' | 'common-door' = 'room') => {
  const open = door(n, { room: null, floor: null })
  const proposedFloor = becomes === 'room' ? '2' : null
  return { ...open, proposal: { lockId: open.lockId, name: open.name, proposedRoom, becomes, proposedFloor } }
}

const html = (doors: DoorNaming[], readOnly = false, filter = '') =>
  renderToString(
    <AppRouterContext.Provider value={{} as never}>
      <NextIntlClientProvider locale="en" messages={english} timeZone="UTC">
        <RoomsTable
          doors={doors}
          filter={filter}
          onFilter={() => undefined}
          nameRoom={() => Promise.reject(new Error('not pressed'))}
          takeAll={() => Promise.reject(new Error('not pressed'))}
          words={() => null}
          onTaken={() => undefined}
          readOnly={readOnly}
        />
      </NextIntlClientProvider>
    </AppRouterContext.Provider>,
  ).replaceAll('<!-- -->', '')

describe('the rows of Rooms', () => {
  test('locks without a name come first, the others keep their order, vanished ones do not press forward', () => {
    const doors = [door(1), door(2, { room: null }), door(3, { room: null, goneAt: 5 }), door(4)]
    expect(linesOf(doors).map((line) => line.door.name.at(-1))).toEqual(['2', '1', '3', '4'])
  })

  test('what is typed survives a fresh list', () => {
    const [line] = linesOf([door(1)])
    const draft = typed(draftOf(line!.door), { name: '7' })
    const [again] = linesOf([door(1, { floor: '9' })], [{ ...line!, draft }])
    expect(again).toMatchObject({ draft: { name: '7' }, door: { floor: '9' } })
  })

  test('a row begins with its name, else with what the Lock Server proposes', () => {
    expect(draftOf(door(1))).toMatchObject({ kind: 'room', name: '101', floor: '1' })
    expect(draftOf(door(1, { room: null, door: 'Pool', floor: null }))).toMatchObject({
      kind: 'common-door',
      name: 'Pool',
    })
    expect(draftOf(proposed(1, '204'))).toMatchObject({ kind: 'room', name: '204', floor: '2' })
    expect(draftOf(proposed(1, 'Spa', 'common-door'))).toMatchObject({ kind: 'common-door', name: 'Spa', floor: '' })
  })

  test('the floor follows the room’s number until somebody types one', () => {
    const begun = draftOf(proposed(1, '204'))
    expect(typed(begun, { name: '1204' }).floor).toBe('12')
    expect(typed(typed(begun, { floor: 'G' }), { name: '305' }).floor).toBe('G')
    expect(typed(draftOf(door(1, { floor: 'EG' })), { name: '305' }).floor).toBe('EG')
  })

  test('an empty name takes the name away, and a proposal may be taken again', () => {
    const names = namesOf({ kind: 'room', name: '  ', floor: ' 2 ', floorFollows: false })
    expect(names).toEqual({ room: null, door: null, floor: '2' })
    expect(namedDoor(proposed(1, '204'), names).proposal).not.toBeNull()
    expect(namedDoor(proposed(1, '204'), { ...names, room: '9' }).proposal).toBeNull()
  })

  test('the same name on two listed locks is marked on both, and rows without a change stay the same objects', () => {
    const lines = linesOf([
      door(1, { room: '9a' }),
      door(2, { room: '9A' }),
      door(3),
      door(4, { room: '103', goneAt: 1 }),
    ])
    expect(lines.map(({ twin }) => twin)).toEqual([true, true, false, false])
    expect(withTwins(lines)[2]).toBe(lines[2])
  })

  test('a filter finds lock, door, floor and proposal, and keeps rows under edit', () => {
    const lines = linesOf([door(1), door(2, { room: null, door: 'Pool' }), proposed(3, '777')])
    const found = (filter: string) => filterLines(lines, filter).map((line) => line.door.name.at(-1))
    expect([found('pool'), found('777'), found('ul000001 101'), found('zzz')]).toEqual([['2'], ['3'], ['1'], []])
    const edited = lines.map((line) => ({ ...line, draft: draftOf(line.door) }))
    expect(filterLines(edited, 'zzz')).toHaveLength(3)
  })
})

describe('the table of Rooms', () => {
  test('300 locks: the first 40 come in the HTML, unnamed and vanished ones said in words', () => {
    const doors = Array.from({ length: 300 }, (_, n) => door(n + 1))
    const out = html([...doors.slice(0, -2), proposed(900, '204'), door(901, { goneAt: 1, sortKey: '0' })].reverse())
    expect(out.match(/data-row="/g)).toHaveLength(40)
    expect(out).toContain('300 locks, 1 without a name')
    expect(out).toContain('no name yet')
    expect(out).toContain('no longer listed')
    expect(out).toContain('Take 1 proposal')
  })

  test('who may not change sees names and proposals and no button', () => {
    const out = html([proposed(1, '204'), door(2)], true)
    expect(out).toContain('204')
    expect(out).not.toContain('<button')
  })

  test('a filter that nothing fits says so and leads back', () => {
    expect(html([door(1)], false, 'zzz')).toContain('No lock fits this filter.')
  })
})
