'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { startTransition, useEffect, useState } from 'react'
import { changeLanguage, changePassword, endSession, removePin, setPin } from '@/app/_actions/session'
import { useFactorActions } from '@/app/use-factor-actions'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { FactorPanel } from '@/components/staff/factor-panel'
import { LanguageChoice } from '@/components/staff/language-choice'
import { NewPasswordForm } from '@/components/staff/new-password-form'
import { PinPanel } from '@/components/staff/pin-panel'
import { type SessionLine, SessionList } from '@/components/staff/session-list'
import { SectionCard } from '@/components/ui/section-card'
import { showToast } from '@/components/ui/toast'
import type { OwnAccount, OwnFactors, OwnPin } from '@/lib/staff/contract'

interface MeScreenProps {
  account: OwnAccount
  passwordChanged: string
  sessions: readonly SessionLine[]
  factors: OwnFactors
  pin: OwnPin
  zone: string
  publicUrl: string
}

export function MeScreen({ account, passwordChanged, sessions, factors, pin, zone, publicUrl }: MeScreenProps) {
  const t = useTranslations('staff.me')
  const factorTitle = useTranslations('staff.factor')
  const pinTitle = useTranslations('staff.pin')
  const factorActions = useFactorActions()
  const router = useRouter()
  const words = useRefusalWords()
  const stepUp = useStepUp()
  const [languages, setLanguages] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once per choice
  useEffect(() => {
    if (languages > 0) showToast({ text: t('languageDone') })
  }, [languages])
  const done = (text: string) => {
    showToast({ text })
    router.refresh()
  }
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <SectionCard title={t('sessionsTitle')} flush className="lg:row-span-4">
        <SessionList
          sessions={sessions}
          end={(id) => stepUp(() => endSession(id))}
          words={words}
          onEnded={() => done(t('ended'))}
        />
      </SectionCard>
      <SectionCard title={factorTitle('title')}>
        <FactorPanel
          factors={factors}
          zone={zone}
          publicUrl={publicUrl}
          actions={factorActions}
          words={words}
          onChanged={done}
        />
      </SectionCard>
      <SectionCard title={t('passwordTitle')} aside={passwordChanged}>
        <NewPasswordForm
          email={account.email}
          secondFactor={account.secondFactor}
          changePassword={(input) => stepUp(() => changePassword(input))}
          words={words}
          onDone={(n) => done(t('passwordDone', { n }))}
        />
      </SectionCard>
      <SectionCard title={pinTitle('title')}>
        <PinPanel
          pin={pin}
          setPin={(digits) => stepUp(() => setPin(digits))}
          removePin={() => stepUp(removePin)}
          words={words}
          onChanged={done}
        />
      </SectionCard>
      <SectionCard title={t('language')}>
        <LanguageChoice
          language={account.language}
          change={(language) => stepUp(() => changeLanguage(language))}
          words={words}
          onChanged={() =>
            // Said once the page is there in the language that was chosen.
            startTransition(() => {
              router.refresh()
              setLanguages((n) => n + 1)
            })
          }
        />
      </SectionCard>
    </div>
  )
}
