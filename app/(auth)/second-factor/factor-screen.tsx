'use client'

import { useRouter } from 'next/navigation'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { FactorPanel } from '@/components/staff/factor-panel'
import { showToast } from '@/components/ui/toast'
import type { OwnFactors } from '@/lib/staff/contract'
import { useFactorActions } from '../../use-factor-actions'

export function FactorScreen({ factors, publicUrl }: { factors: OwnFactors; publicUrl: string }) {
  const router = useRouter()
  const words = useRefusalWords()
  const actions = useFactorActions()
  return (
    <FactorPanel
      factors={factors}
      zone={Intl.DateTimeFormat().resolvedOptions().timeZone}
      publicUrl={publicUrl}
      actions={actions}
      words={words}
      onChanged={(text) => {
        showToast({ text })
        router.refresh()
      }}
    />
  )
}
