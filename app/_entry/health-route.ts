import 'server-only'
import { house } from '@/lib/access/house'
import { equalInConstantTime } from '@/lib/crypto/sealer'
import { settings } from '@/lib/env/settings'
import { type Health, readHealth } from '@/lib/jobs/read-health'
import { readMetrics } from '@/lib/jobs/read-metrics'

const noStore = { 'cache-control': 'no-store' }

/** The process is up and answers; nothing else is asked. */
export function answerLive(): Response {
  return Response.json({ status: 'up' }, { headers: noStore })
}

/** Whether to send desks here: 503 when not. Which property is degraded is said to who has the metrics token. */
export async function answerReady(request: Request): Promise<Response> {
  const health = await readHealth(house())
  const ready = health.status === 'up' || health.status === 'degraded'
  const told = hasToken(request, settings().METRICS_TOKEN) ? health : withoutProperties(health)
  return Response.json(told, { status: ready ? 200 : 503, headers: noStore })
}

/** Prometheus's text for who has METRICS_TOKEN; without that setting there is no such address. */
export async function answerMetrics(request: Request): Promise<Response> {
  const { METRICS_TOKEN } = settings()
  if (METRICS_TOKEN === undefined) return new Response('There is nothing here.\n', { status: 404, headers: noStore })
  if (!hasToken(request, METRICS_TOKEN))
    return new Response('The metrics token is needed.\n', {
      status: 401,
      headers: { ...noStore, 'www-authenticate': 'Bearer' },
    })
  return new Response(await readMetrics(house()), {
    headers: { ...noStore, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
  })
}

function hasToken(request: Request, token: string | undefined): boolean {
  const sent = /^bearer +(\S+)$/i.exec(request.headers.get('authorization')?.trim() ?? '')?.[1]
  return token !== undefined && sent !== undefined && equalInConstantTime(sent, token)
}

function withoutProperties({ status, checks }: Health) {
  const { lockServers, ...others } = checks
  return { status, checks: { ...others, ...(lockServers && { lockServers: { status: lockServers.status } }) } }
}
