'use client'

import { useCallback } from 'react'
import { noticeLocked } from '@/components/ui/notice-locked'
import type { ActivityFields, ExportFormat } from '@/lib/audit/contract'
import type { ActionResult } from '@/lib/errors/contract'

/** Asks for the file and hands it to the browser as a download; a refusal comes back as that of an action would. */
export function useActivityExport(slug: string, fields: ActivityFields, locale: string) {
  return useCallback(
    async (format: ExportFormat): Promise<ActionResult<null>> => {
      const query = new URLSearchParams({ ...fields, format, locale })
      const answer = noticeLocked(
        await fetch(`/api/${slug}/activity/export?${query}`, { method: 'POST', cache: 'no-store' }),
      )
      if (!answer.ok) {
        const { error } = (await answer.json()) as Pick<Extract<ActionResult<null>, { ok: false }>, 'error'>
        return { ok: false, error }
      }
      const named = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')
      save(await answer.blob(), named?.[1] ?? `activity.${format}`)
      return { ok: true, data: null }
    },
    [slug, fields, locale],
  )
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
