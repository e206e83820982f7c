'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { createKeeperAccount } from '@/app/_actions/connection'
import { KeeperAccountsCard } from '@/components/connections/keeper-accounts-card'
import { type KeeperAccountsView, useKeeperAccounts } from '@/components/connections/use-keeper-accounts'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { showToast } from '@/components/ui/toast'
import { whenOpened } from '@/components/ui/when-opened'

const KeeperAccountDialog = whenOpened(() =>
  import('@/components/connections/keeper-account-dialog').then((module) => module.KeeperAccountDialog),
)

interface KeeperAccountsScreenProps {
  slug: string
  timeZone: string
  brought: KeeperAccountsView
  mayCreate: boolean
}

export function KeeperAccountsScreen({ slug, timeZone, brought, mayCreate }: KeeperAccountsScreenProps) {
  const t = useTranslations('connections.keepers')
  const stepUp = useStepUp()
  const words = useRefusalWords()
  const [open, setOpen] = useState(false)
  const { view, again } = useKeeperAccounts(slug, brought)
  return (
    <div className="pt-4">
      <KeeperAccountsCard view={view} timeZone={timeZone} onCreate={mayCreate ? () => setOpen(true) : undefined} />
      {open && (
        <KeeperAccountDialog
          accounts={view.rows}
          create={(asked) => stepUp(() => createKeeperAccount(slug, asked))}
          words={words}
          onAsked={(username) => {
            showToast({ text: t('asked', { username }) })
            again()
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}
