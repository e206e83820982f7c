import { getTranslations } from 'next-intl/server'
import { deskRoute } from '@/app/_entry/desk-route'
import { exportActivity } from '@/lib/audit/export-activity'
import { readActivityAsked } from '@/lib/audit/input'
import { DeskError } from '@/lib/errors/desk-error'
import { toLocal } from '@/lib/time/zone'
import { isExportFormat, writeExport } from './write-export'

/** The activity that fits the query (the page's own) as a file; a POST, since it leaves a line in the activity itself. */
export const POST = deskRoute(async (ctx, { request, again }) => {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const { format } = query
  if (!isExportFormat(format)) throw new DeskError('invalid-input', { fields: { format: 'wrong-kind' } })
  const { slug, timeZone } = ctx.property
  const pages = await exportActivity(ctx, { format, asked: readActivityAsked(query, timeZone), again })
  const words = {
    activity: await getTranslations('activity'),
    instructions: await getTranslations('instructions'),
    reasons: await getTranslations('reasons'),
    sharedKeys: await getTranslations('sharedKeys'),
    roles: await getTranslations('shell.roles'),
  }
  const place = { slug, zone: timeZone, locale: query.locale === 'de' ? 'de' : 'en', now: ctx.now }
  const texts = writeExport(format, pages, words, place)
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(new TextEncoder().encode(value))
    },
    async cancel() {
      await texts.return(undefined)
    },
  })
  const name = `activity-${slug}-${toLocal(ctx.now, timeZone).date}.${format}`
  return new Response(body, {
    headers: {
      'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  })
})
