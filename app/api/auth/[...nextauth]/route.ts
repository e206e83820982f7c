import { answerSignIn } from '@/app/_entry/sign-in-route'

/** Of next-auth's addresses only the one that the sign-in form posts to is open: sessions, sign-out and the rest are ours. */
export async function POST(request: Request, { params }: RouteContext<'/api/auth/[...nextauth]'>): Promise<Response> {
  const path = (await params).nextauth.join('/')
  if (path !== 'callback/credentials') return new Response('Not found.\n', { status: 404 })
  return answerSignIn(request)
}
