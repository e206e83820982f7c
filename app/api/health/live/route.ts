import { answerLive } from '@/app/_entry/health-route'

export const dynamic = 'force-dynamic'

/** For whoever watches that the process is up. */
export const GET = (): Response => answerLive()
