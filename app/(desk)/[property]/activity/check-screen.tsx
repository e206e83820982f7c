'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { checkActivity } from '@/app/_actions/activity'
import { CheckPanel, type CheckPanelProps } from '@/components/activity/check-panel'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { showToast } from '@/components/ui/toast'

export function CheckScreen({ slug, last }: { slug: string; last: CheckPanelProps['last'] }) {
  const router = useRouter()
  const stepUp = useStepUp()
  const words = useRefusalWords()
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<CheckPanelProps['found']>(null)

  async function check() {
    setBusy(true)
    const seen = await stepUp(() => checkActivity(slug)).catch(() => null)
    setBusy(false)
    if (seen?.ok) {
      setFound(seen.data.faults)
      router.refresh()
      return
    }
    const told = words(seen ? seen.error : { code: 'unexpected', requestId: '' })
    showToast({ tone: 'problem', text: `${told?.title} ${told?.next}` })
  }

  return <CheckPanel last={last} found={found} busy={busy} onCheck={check} />
}
