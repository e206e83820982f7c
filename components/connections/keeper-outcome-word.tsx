'use client'

import { useTranslations } from 'next-intl'
import { StatusWord } from '@/components/ui/status-word'
import type { Tone } from '@/components/ui/tone'
import type { KeeperOutcome } from '@/lib/connections/contract'

const tones: Record<KeeperOutcome, Tone> = {
  accepted: 'ok',
  rejected: 'problem',
  unknown: 'attention',
  'not-sent': 'problem',
}

/** What came of the one attempt to create an account; null = no answer yet. */
export function KeeperOutcomeWord({ outcome }: { outcome: KeeperOutcome | null }) {
  const t = useTranslations('connections.keepers.states')
  return <StatusWord tone={outcome === null ? 'busy' : tones[outcome]}>{t(outcome ?? 'waiting')}</StatusWord>
}
