'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useCallback, useState } from 'react'
import { changeLock, refreshLock } from '@/app/_actions/lock'
import { nameRoom } from '@/app/_actions/room'
import { ContactWord } from '@/components/gateways/contact-word'
import { useSaying } from '@/components/instructions/use-saying'
import { HeardAge } from '@/components/locks/heard-age'
import { LockHeader } from '@/components/locks/lock-header'
import { type DoorAct, doorActs, type LockPageView } from '@/components/locks/locks-contract'
import { ReadingsTable } from '@/components/locks/readings-table'
import { useLock } from '@/components/locks/use-lock'
import type { CodeHouse } from '@/components/passcodes/passcode-contract'
import { PermanentKeysCard } from '@/components/permanent-keys/permanent-keys-card'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { Button } from '@/components/ui/button'
import { SectionCard } from '@/components/ui/section-card'
import { StaleNote } from '@/components/ui/stale-note'
import { showToast } from '@/components/ui/toast'
import { whenOpened } from '@/components/ui/when-opened'
import type { KeyRow } from '@/lib/front-desk/contract'
import type { InstructionView } from '@/lib/instructions/contract'
import type { LockReadingView, LockView } from '@/lib/locks/contract'
import type { PermanentKeyKind, PermanentKeyView } from '@/lib/permanent-keys/contract'
import type { AskedAct } from '../../door-acts'
import { DoorDialog } from '../../door-dialogs'
import type { AskedPermanentKeyProps } from './asked-permanent-key'
import { LockHistory } from './lock-history'
import { LockKeys } from './lock-keys'

const NameLockDialog = whenOpened(() =>
  import('@/components/locks/name-lock-dialog').then((module) => module.NameLockDialog),
)
const ChangeLockDialog = whenOpened(() =>
  import('@/components/locks/change-lock-dialog').then((module) => module.ChangeLockDialog),
)
const AskedPermanentKey = whenOpened<AskedPermanentKeyProps>(() =>
  import('./asked-permanent-key').then((module) => module.AskedPermanentKey),
)

export interface LockScreenProps {
  house: CodeHouse
  view: LockPageView
  /** Null: not for the reader's roles. */
  keys: KeyRow[] | null
  permanentKeys: PermanentKeyView[] | null
  history: InstructionView[] | null
  /** The history holds what the reader asked for, and nothing of others. */
  ownOnly: boolean
  /** The code or mobile key behind a request of the history, by its id. */
  asked: Record<string, KeyRow>
  unnamed: Pick<LockView, 'id' | 'name'>[]
  may: Record<DoorAct, boolean> & { refresh: boolean; edit: boolean; change: boolean } & {
    permanentKey: Record<PermanentKeyKind, boolean>
  }
}

export function LockScreen(props: LockScreenProps) {
  const { house, view: brought, keys, permanentKeys, history, ownOnly, asked, unnamed, may } = props
  const t = useTranslations('locks')
  const router = useRouter()
  const stepUp = useStepUp()
  const words = useRefusalWords()
  const { slug, times } = house
  const zone = times.timeZone
  const { view, staleMs, readAt, again, put } = useLock(slug, brought)
  const { lock, readMs } = view
  const say = useSaying(zone, Math.floor(view.now / 60_000) * 60_000)
  const contact = useCallback((reading: LockReadingView) => <ContactWord contact={reading.contact} say={say} />, [say])
  const [asking, setAsking] = useState(false)
  const [open, setOpen] = useState<'name' | 'change' | null>(null)
  const [act, setAct] = useState<AskedAct | null>(null)
  const [permanent, setPermanent] = useState<PermanentKeyKind | null>(null)
  const acts = lock.state === 'gone' ? [] : doorActs.filter((one) => may[one])

  async function refresh() {
    setAsking(true)
    const seen = await stepUp(() => refreshLock(slug, lock.id)).catch(() => null)
    setAsking(false)
    if (seen?.ok) {
      put(seen.data)
      showToast({ text: t('lock.refreshed') })
      return
    }
    const told = words(seen ? seen.error : { code: 'unexpected', requestId: '' })
    showToast({ tone: 'problem', text: `${told?.title} ${told?.next}` })
  }

  function reread() {
    again()
    router.refresh()
  }

  function ask(what: DoorAct) {
    setAct({ act: what, door: { id: lock.id, label: lock.label } })
  }

  return (
    <>
      <LockHeader
        slug={slug}
        lock={lock}
        say={say}
        actions={
          <>
            {acts.map((one) => (
              <Button key={one} tone={one === 'issue-code' ? 'primary' : 'plain'} onClick={() => ask(one)}>
                {t(`acts.${one}`)}
              </Button>
            ))}
            {may.refresh && (
              <Button icon="refresh" busy={asking} onClick={refresh}>
                {t('lock.refresh')}
              </Button>
            )}
            {may.edit && <Button onClick={() => setOpen('name')}>{t('lock.edit')}</Button>}
            {may.change && <Button onClick={() => setOpen('change')}>{t('lock.changed')}</Button>}
          </>
        }
      />
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
      <div className="flex flex-col gap-4">
        <div>
          {view.occupied && <p className="font-medium">{t('lock.occupied')}</p>}
          <p>{t(`says.${lock.state}`)}</p>
          <p className="text-soft">
            {lock.sampleAgeMs === null
              ? t('lock.neverSampled')
              : t.rich('lock.sampled', { age: () => <HeardAge ageMs={lock.sampleAgeMs} readMs={readMs} /> })}
            {lock.readFailure !== null &&
              lock.state !== 'unusable-name' &&
              lock.state !== 'gone' &&
              ` ${t('lock.readFailure')}`}
          </p>
        </div>
        {keys && <LockKeys slug={slug} zone={zone} label={lock.label} rows={keys} now={view.now} />}
        {permanentKeys && (
          <PermanentKeysCard
            keys={permanentKeys}
            now={view.now}
            say={say}
            may={lock.state === 'gone' ? { permanent: false, admin: false } : may.permanentKey}
            onAsk={setPermanent}
          />
        )}
        <SectionCard title={t('readings.title')} flush>
          <ReadingsTable
            slug={slug}
            readings={lock.readings}
            asked={lock.sampledAt !== null}
            readMs={readMs}
            contact={contact}
          />
        </SectionCard>
        {history && (
          <LockHistory
            ownOnly={ownOnly}
            slug={slug}
            zone={zone}
            rows={history}
            asked={asked}
            readAt={brought.now}
            say={say}
          />
        )}
      </div>
      {open === 'name' && (
        <NameLockDialog
          lock={lock}
          save={(names) => stepUp(() => nameRoom(slug, names))}
          words={words}
          onSaved={() => {
            setOpen(null)
            showToast({ text: t('name.saved') })
            reread()
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'change' && (
        <ChangeLockDialog
          lock={lock}
          unnamed={unnamed.filter(({ id }) => id !== lock.id)}
          change={(asked) => stepUp(() => changeLock(slug, asked))}
          words={words}
          say={say}
          onIssue={
            may['issue-code']
              ? (door, { endsAt, ...lost }) =>
                  setAct({ act: 'issue-code', door, lost: endsAt === null ? undefined : { ...lost, endsAt } })
              : undefined
          }
          onClose={() => {
            setOpen(null)
            reread()
          }}
        />
      )}
      {permanent && (
        <AskedPermanentKey
          property={slug}
          kind={permanent}
          door={{ id: lock.id, label: lock.label }}
          onClose={() => {
            setPermanent(null)
            reread()
          }}
        />
      )}
      {act && (
        <DoorDialog
          house={house}
          asked={act}
          onClose={() => {
            setAct(null)
            reread()
          }}
        />
      )}
    </>
  )
}
