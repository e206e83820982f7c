'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type CSSProperties, useCallback, useMemo, useState } from 'react'
import { dismissInstruction } from '@/app/_actions/instruction'
import { markNoticeSeen } from '@/app/_actions/notice'
import { searchDesk } from '@/app/_actions/search'
import type { DeskRights, DeskRoom, DeskView } from '@/components/front-desk/desk-contract'
import { DeskSearch } from '@/components/front-desk/desk-search'
import { FloorFilter } from '@/components/front-desk/floor-filter'
import { OutageBanner } from '@/components/front-desk/outage-banner'
import { outagesOf } from '@/components/front-desk/outages'
import { RoomTable } from '@/components/front-desk/room-table'
import { floorsOf, onFloor } from '@/components/front-desk/rooms-of-desk'
import { ToDoList } from '@/components/front-desk/to-do-list'
import { TodayList } from '@/components/front-desk/today-list'
import { useDesk } from '@/components/front-desk/use-desk'
import { useOtherZone } from '@/components/instructions/use-other-zone'
import type { NoticeCardProps } from '@/components/notices/notice-card'
import type { CodeHouse } from '@/components/passcodes/passcode-contract'
import { useStepUp } from '@/components/shell/use-step-up'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { StaleNote } from '@/components/ui/stale-note'
import { showToast } from '@/components/ui/toast'
import { useShortcuts } from '@/components/ui/use-shortcuts'
import { whenOpened } from '@/components/ui/when-opened'
import type { ToDoItem } from '@/lib/front-desk/contract'
import type { AskedReasonProps } from './asked-reason'
import type { AskedAct, DoorAct } from './door-acts'
import { DoorDialog } from './door-dialogs'
import { ReachNote } from './reach-note'

const NoticeCard = whenOpened<NoticeCardProps>(() =>
  import('@/components/notices/notice-card').then((module) => module.NoticeCard),
)
const AskedReason = whenOpened<AskedReasonProps>(() => import('./asked-reason').then((module) => module.AskedReason))

export interface DeskScreenProps {
  view: DeskView
  house: CodeHouse
  floor: string | null
  /** Asked for by the address. */
  asked: AskedAct | null
  may: DeskRights & { connect: boolean }
}

export function DeskScreen({ view: brought, house, floor, asked: askedFirst, may }: DeskScreenProps) {
  const t = useTranslations('desk')
  const router = useRouter()
  const stepUp = useStepUp()
  const { slug, times } = house
  const zone = times.timeZone
  const otherZone = useOtherZone(zone)
  const { view, staleMs, readAt, again, seeRows } = useDesk(slug, brought)
  const [chosen, setChosen] = useState<AskedAct | null>(null)
  const [explaining, setExplaining] = useState<ToDoItem | null>(null)
  const asked = chosen ?? askedFirst
  const rooms = useMemo(() => onFloor(view.rooms, floor), [view.rooms, floor])
  const { shown, floors, outages } = useMemo(
    () => view.cut ?? { shown: rooms.length, floors: floorsOf(view.rooms), outages: outagesOf(view.rooms) },
    [view, rooms],
  )
  const [covered, setCovered] = useState(0)

  const find = useCallback(
    async (text: string) => {
      const answer = await stepUp(() => searchDesk(slug, text))
      if (!answer.ok) throw new Error(answer.error.code)
      return answer.data
    },
    [slug, stepUp],
  )
  const act = useCallback((what: DoorAct, { id, label }: DeskRoom) => setChosen({ act: what, door: { id, label } }), [])

  function close() {
    setChosen(null)
    if (askedFirst) router.replace(floor === null ? `/${slug}` : `/${slug}?floor=${encodeURIComponent(floor)}`)
    again()
  }

  /** On the row that holds the focus. */
  function actOnRow(what: DoorAct) {
    const row = document.activeElement?.closest<HTMLElement>('tr[data-row]')?.dataset.row
    const room = view.rooms.find(({ id }) => id === row)
    if (room && room.state !== 'gone') act(what, room)
    else showToast({ tone: 'neutral', text: t('choose') })
  }
  useShortcuts({
    ...(may.issue && { n: { words: t('shortcuts.issue'), run: () => actOnRow('issue-code') } }),
    ...((may.unlock || may.unlockCommon) && { u: { words: t('shortcuts.unlock'), run: () => actOnRow('unlock') } }),
  })

  async function dismiss({ instructionId }: { instructionId: `ins_${string}` }) {
    const done = await stepUp(() => dismissInstruction(slug, instructionId)).catch(() => null)
    if (!done?.ok) showToast({ tone: 'problem', text: t('toDo.failed') })
    again()
    return done?.ok ?? false
  }

  const common = { slug, zone, now: view.now }
  const waits = view.toDo !== null || view.today !== null
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <div className="flex flex-col gap-4">
        <DeskSearch find={find} />
        {staleMs !== null && (
          <StaleNote
            ageMs={staleMs}
            readKey={readAt}
            action={
              <Button size="small" onClick={again}>
                {t('again')}
              </Button>
            }
          />
        )}
        <ReachNote reach={view.source} now={view.now} href={may.connect ? `/${slug}/settings/lock-server` : null} />
        <OutageBanner {...common} outages={outages} onCovers={setCovered} />
        <div className={`grid items-start gap-4 ${waits ? 'xl:grid-cols-[26rem_minmax(0,1fr)]' : ''}`}>
          {waits && (
            <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-1">
              {view.notices && view.notices.length > 0 && (
                <div className="md:col-span-2 xl:col-span-1">
                  <NoticeCard
                    {...common}
                    notices={view.notices}
                    markSeen={(id) => stepUp(() => markNoticeSeen(slug, id))}
                    onSeen={again}
                  />
                </div>
              )}
              {view.toDo && (
                <div className="md:col-span-2 xl:col-span-1">
                  <ToDoList
                    {...common}
                    items={view.toDo}
                    onDismiss={may.dismiss ? dismiss : undefined}
                    onExplain={setExplaining}
                  />
                </div>
              )}
              {view.today && (
                <>
                  <TodayList {...common} which="starting" stays={view.today.starting} />
                  <TodayList {...common} which="ending" stays={view.today.ending} />
                </>
              )}
            </div>
          )}
          <section
            aria-labelledby="rooms"
            className="min-w-0"
            // What sticks below the bar sticks below the banner too.
            style={covered > 0 ? ({ '--bar': `calc(3rem + ${covered}px)` } as CSSProperties) : undefined}
          >
            <div className="flex flex-wrap items-center justify-between gap-2 pb-2">
              <h2 id="rooms" className="font-semibold">
                {t('rooms.title')}{' '}
                <span className="text-sm font-normal text-soft">{t('rooms.count', { n: shown })}</span>
              </h2>
              <FloorFilter slug={slug} all={floors} floor={floor} />
            </div>
            {view.rooms.length === 0 ? (
              <EmptyState
                icon="lock"
                title={t('rooms.empty.title')}
                actions={
                  may.connect && (
                    <LinkButton href={`/${slug}/settings/lock-server`}>{t('rooms.empty.settings')}</LinkButton>
                  )
                }
              >
                {t('rooms.empty.text')}
              </EmptyState>
            ) : rooms.length === 0 ? (
              <p className="py-6 text-soft">{t('rooms.noneOnFloor')}</p>
            ) : (
              <RoomTable {...common} rooms={rooms} total={shown} may={may} onAct={act} onVisible={seeRows} />
            )}
          </section>
        </div>
        {otherZone && <p className="text-sm text-soft">{t('zone', { zone: otherZone })}</p>}
      </div>
      {asked && <DoorDialog house={house} asked={asked} onClose={close} />}
      {explaining && (
        <AskedReason
          slug={slug}
          reasons={house.reasons}
          entry={explaining}
          onClose={() => {
            setExplaining(null)
            again()
          }}
        />
      )}
    </>
  )
}
