'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { noteSharedKey } from '@/app/_actions/shared-key'
import { NoteForm } from '@/components/shared-keys/note-form'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { showToast } from '@/components/ui/toast'

interface NoteScreenProps {
  slug: string
  id: string
  note: string | null
  mayNote: boolean
}

export function NoteScreen({ slug, id, note, mayNote }: NoteScreenProps) {
  const t = useTranslations('sharedKeys.note')
  const router = useRouter()
  const words = useRefusalWords()
  const stepUp = useStepUp()
  return (
    <NoteForm
      note={note}
      save={mayNote ? (typed) => stepUp(() => noteSharedKey(slug, { id, note: typed })) : null}
      words={words}
      onSaved={({ note: saved, changed }) => {
        showToast({ text: t(!changed ? 'unchanged' : saved === null ? 'removed' : 'saved') })
        router.refresh()
      }}
    />
  )
}
