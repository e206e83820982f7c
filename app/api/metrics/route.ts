import { answerMetrics } from '@/app/_entry/health-route'

export const dynamic = 'force-dynamic'

/** For Prometheus, behind METRICS_TOKEN. */
export const GET = (request: Request): Promise<Response> => answerMetrics(request)
