import type { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { StatusWord } from '@/components/ui/status-word'
import type { TableColumn } from '@/components/ui/table-contract'
import type { Refusal } from '@/lib/errors/contract'
import type { DoorNaming } from '@/lib/locks/contract'
import { type EditorActs, EditorButtons, FloorEditor, NameEditor } from './room-editor'
import { nameOf, type RoomLine } from './room-lines'

export interface RowActs extends EditorActs {
  begin: (lockId: string) => void
  take: (lockId: string, door: DoorNaming) => void
}

interface ColumnsOf {
  t: ReturnType<typeof useTranslations<'rooms'>>
  words: (refusal: Refusal | null) => RefusalWords | null
  /** Null for who may only look. */
  acts: RowActs | null
  withProposals: boolean
}

export function roomColumns({ t, words, acts, withProposals }: ColumnsOf): TableColumn<RoomLine>[] {
  const columns: TableColumn<RoomLine>[] = [
    {
      id: 'lock',
      header: t('columns.lock'),
      rowHeader: true,
      width: '10rem',
      cell: ({ door }) => (
        <span className="flex min-w-0 flex-col">
          <span className="truncate" title={door.name}>
            {door.name}
          </span>
          {door.goneAt !== null && (
            <StatusWord tone="attention" className="text-sm font-normal">
              {t('gone')}
            </StatusWord>
          )}
        </span>
      ),
    },
    {
      id: 'door',
      header: t('columns.door'),
      cell: (line) =>
        acts && line.draft ? (
          <NameEditor {...{ line, draft: line.draft, acts, words }} />
        ) : (
          <DoorName {...{ t, line }} />
        ),
    },
    {
      id: 'floor',
      header: t('columns.floor'),
      width: '5rem',
      cell: (line) =>
        acts && line.draft ? <FloorEditor {...{ line, draft: line.draft, acts, words }} /> : line.door.floor,
    },
  ]
  if (withProposals) {
    columns.push({
      id: 'proposal',
      header: t('columns.proposal'),
      width: '10rem',
      cell: (line) => <Proposal {...{ t, line, acts }} />,
    })
  }
  if (acts) {
    columns.push({
      id: 'actions',
      header: t('columns.actions'),
      headerHidden: true,
      width: '10rem',
      align: 'end',
      cell: (line) =>
        line.draft ? (
          <EditorButtons {...{ line, acts }} />
        ) : (
          <Button
            size="small"
            tone="quiet"
            icon="edit"
            className="max-md:-ms-2"
            aria-label={t('editOf', { lock: line.door.name })}
            onClick={() => acts.begin(line.door.lockId)}
          >
            {t('edit')}
          </Button>
        ),
    })
  }
  return columns
}

function DoorName({ t, line: { door, twin } }: Pick<ColumnsOf, 't'> & { line: RoomLine }) {
  const name = nameOf(door)
  if (name === null) {
    return door.goneAt === null ? (
      <StatusWord tone="attention">{t('unnamed')}</StatusWord>
    ) : (
      <span className="text-soft">{t('unnamed')}</span>
    )
  }
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
      <span className="min-w-0 break-words" dir="auto">
        {name}
      </span>
      {door.door !== null && <span className="text-sm text-soft">{t('kinds.common-door')}</span>}
      {twin && (
        <StatusWord tone="attention" className="text-sm">
          {t('twin')}
        </StatusWord>
      )}
    </span>
  )
}

function Proposal({ t, line, acts }: Pick<ColumnsOf, 't' | 'acts'> & { line: RoomLine }) {
  const { proposal, lockId, name } = line.door
  if (!proposal || line.draft) return null
  const room = proposal.proposedRoom
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span dir="auto">{room}</span>
      {acts ? (
        <Button
          size="small"
          busy={line.busy}
          aria-label={t('takeOf', { room, lock: name })}
          onClick={() => acts.take(lockId, line.door)}
        >
          {t('take')}
        </Button>
      ) : null}
    </span>
  )
}
