import { useTranslations } from 'next-intl'
import { StatusWord } from '@/components/ui/status-word'
import type { SharedKeyView } from '@/lib/shared-keys/contract'

/** What Keydesk answered and why, in words. */
export function SharingDecision({ decision, decisionReason }: Pick<SharedKeyView, 'decision' | 'decisionReason'>) {
  const t = useTranslations('sharedKeys')
  return (
    <span className="flex min-w-0 flex-col">
      <StatusWord
        tone={decision === 'accepted' ? 'ok' : 'neutral'}
        icon={decision === 'accepted' ? 'check-circle' : 'ban'}
      >
        {t(`decisions.${decision}`)}
      </StatusWord>
      <span className="text-sm text-soft">{t(`reasons.${decisionReason}`)}</span>
    </span>
  )
}
