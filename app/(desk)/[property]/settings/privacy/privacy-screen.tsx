'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { changePrivacy, eraseGuest, exportGuest, findGuestRecords, runPrivacyNow } from '@/app/_actions/privacy'
import { GuestRecords } from '@/components/privacy/guest-records'
import { LimitsForm } from '@/components/privacy/limits-form'
import { RemovalPanel } from '@/components/privacy/removal-panel'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { showToast } from '@/components/ui/toast'
import type { PrivacyLimits, PrivacyRun } from '@/lib/privacy/contract'

interface PrivacyScreenProps {
  slug: string
  zone: string
  limits: PrivacyLimits
  lastRun: PrivacyRun | null
  mayEdit: boolean
  mayErase: boolean
}

export function PrivacyScreen({ slug, zone, limits, lastRun, mayEdit, mayErase }: PrivacyScreenProps) {
  const t = useTranslations('privacy')
  const router = useRouter()
  const words = useRefusalWords()
  const stepUp = useStepUp()
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <LimitsForm
        limits={limits}
        readOnly={!mayEdit}
        save={(wanted) => stepUp(() => changePrivacy(slug, wanted))}
        words={words}
        onSaved={() => showToast({ text: t('saved') })}
      />
      <div className="flex min-w-0 flex-col gap-4">
        <RemovalPanel
          lastRun={lastRun}
          zone={zone}
          run={mayEdit ? () => stepUp(() => runPrivacyNow(slug)) : null}
          words={words}
          onDone={() => router.refresh()}
        />
        <GuestRecords
          zone={zone}
          acts={
            mayErase
              ? {
                  find: (text) => stepUp(() => findGuestRecords(slug, text)),
                  take: (ids) => stepUp(() => exportGuest(slug, { ids })),
                  erase: (ids) => stepUp(() => eraseGuest(slug, { ids })),
                }
              : null
          }
          words={words}
        />
      </div>
    </div>
  )
}
