'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useCallback, useState } from 'react'
import { acceptProposals, nameRoom } from '@/app/_actions/room'
import { RoomsTable } from '@/components/rooms/rooms-table'
import type { NameRoom } from '@/components/rooms/use-room-lines'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { showToast } from '@/components/ui/toast'
import type { DoorNaming } from '@/lib/locks/contract'

interface RoomsScreenProps {
  doors: readonly DoorNaming[]
  filter: string
  slug: string
  mayEdit: boolean
}

export function RoomsScreen({ doors, filter: first, slug, mayEdit }: RoomsScreenProps) {
  const t = useTranslations('rooms')
  const router = useRouter()
  const words = useRefusalWords()
  const stepUp = useStepUp()
  const [filter, setFilter] = useState(first)
  const name = useCallback<NameRoom>((input) => stepUp(() => nameRoom(slug, input)), [slug, stepUp])

  /** Kept in the address, without asking the server again. */
  function keepFilter(text: string) {
    setFilter(text)
    const address = new URL(window.location.href)
    if (text.trim() === '') address.searchParams.delete('filter')
    else address.searchParams.set('filter', text)
    window.history.replaceState(null, '', address)
  }

  return (
    <RoomsTable
      doors={doors}
      filter={filter}
      onFilter={keepFilter}
      nameRoom={name}
      takeAll={(lockIds) => stepUp(() => acceptProposals(slug, lockIds))}
      words={words}
      onTaken={(n, asked) => {
        showToast({ text: n === asked ? t('taken', { n }) : t('takenSome', { n, asked }) })
        router.refresh()
      }}
      readOnly={!mayEdit}
    />
  )
}
