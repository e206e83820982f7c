import { answerCallback } from '@/app/_entry/callback-route'

interface Params {
  params: Promise<{ path?: string[] }>
}

/** Where a Lock Server asks whether another system's key may be shared (2.5.2, R16); `proxy.ts` leads the bare paths here. */
const answer = async (request: Request, { params }: Params): Promise<Response> =>
  answerCallback(request, (await params).path ?? [])

export const PUT = answer
// Every other method is told so in JSON too; left out, Next would answer some of them by itself.
export const GET = answer
export const HEAD = answer
export const POST = answer
export const PATCH = answer
export const DELETE = answer
export const OPTIONS = answer
