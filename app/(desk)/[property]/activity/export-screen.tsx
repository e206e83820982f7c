'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useActivityExport } from '@/components/activity/use-activity-export'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { Button } from '@/components/ui/button'
import { showToast } from '@/components/ui/toast'
import { type ActivityFields, type ExportFormat, exportFormats } from '@/lib/audit/contract'

/** What the filter shows, as a file; asked for after signing in again, and written down. */
export function ExportScreen({ slug, fields }: { slug: string; fields: ActivityFields }) {
  const t = useTranslations('activity.export')
  const stepUp = useStepUp()
  const words = useRefusalWords()
  const download = useActivityExport(slug, fields, useLocale())
  const [busy, setBusy] = useState<ExportFormat | null>(null)

  async function take(format: ExportFormat) {
    setBusy(format)
    const taken = await stepUp(() => download(format)).catch(() => null)
    setBusy(null)
    if (taken?.ok) {
      showToast({ text: t('done') })
      return
    }
    const told = words(taken ? taken.error : { code: 'unexpected', requestId: '' })
    showToast({ tone: 'problem', text: `${told?.title} ${told?.next}` })
  }

  return exportFormats.map((format) => (
    <Button key={format} busy={busy === format} onClick={() => take(format)}>
      {t(format)}
    </Button>
  ))
}
