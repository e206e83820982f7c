import { answerReady } from '@/app/_entry/health-route'

export const dynamic = 'force-dynamic'

/** For load balancers: whether to send desks here. */
export const GET = (request: Request): Promise<Response> => answerReady(request)
