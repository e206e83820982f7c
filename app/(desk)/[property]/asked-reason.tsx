'use client'

import { useTranslations } from 'next-intl'
import { explainEntry } from '@/app/_actions/unlock'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { showToast } from '@/components/ui/toast'
import { ExplainDialog } from '@/components/unlocks/explain-dialog'

export interface AskedReasonProps {
  slug: string
  reasons: readonly string[]
  entry: { instructionId: `ins_${string}`; doorLabel: string }
  onClose: () => void
}

export function AskedReason({ slug, reasons, entry, onClose }: AskedReasonProps) {
  const t = useTranslations('unlocks.explain')
  const stepUp = useStepUp()
  const words = useRefusalWords()
  return (
    <ExplainDialog
      door={entry.doorLabel}
      instructionId={entry.instructionId}
      {...{ reasons, words, onClose }}
      explain={(said) => stepUp(() => explainEntry(slug, said))}
      onSaved={() => {
        showToast({ text: t('saved') })
        onClose()
      }}
    />
  )
}
