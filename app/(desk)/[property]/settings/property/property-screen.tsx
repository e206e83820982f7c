'use client'

import { useTranslations } from 'next-intl'
import { changeProperty, changeReasons } from '@/app/_actions/property'
import { MailCard } from '@/components/properties/mail-card'
import { PropertyForm, type PropertyFormProps } from '@/components/properties/property-form'
import { ReasonsForm } from '@/components/properties/reasons-form'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { showToast } from '@/components/ui/toast'
import type { MailStanding } from '@/lib/messages/contract'

interface PropertyScreenProps {
  property: PropertyFormProps['property'] & { reasons: readonly string[] }
  mail: MailStanding
  timeZones: readonly string[]
  mayEdit: boolean
  mayEditReasons: boolean
}

export function PropertyScreen({ property, mail, timeZones, mayEdit, mayEditReasons }: PropertyScreenProps) {
  const t = useTranslations('settings')
  const words = useRefusalWords()
  const stepUp = useStepUp()
  const onSaved = () => showToast({ text: t('saved') })
  const { slug } = property
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="min-w-0">
        {!mayEdit && <p className="pb-2 text-soft">{t('readOnly')}</p>}
        <PropertyForm
          property={property}
          timeZones={timeZones}
          readOnly={!mayEdit}
          save={(settings) => stepUp(() => changeProperty(slug, settings))}
          words={words}
          onSaved={onSaved}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        {!mayEditReasons && <p className="pb-2 text-soft">{t('readOnly')}</p>}
        <ReasonsForm
          reasons={property.reasons}
          readOnly={!mayEditReasons}
          save={(reasons) => stepUp(() => changeReasons(slug, reasons))}
          words={words}
          onSaved={onSaved}
        />
        <MailCard standing={mail} zone={property.timeZone} />
      </div>
    </div>
  )
}
