import 'server-only'
import { DeskError } from '@/lib/errors/desk-error'

const bodyLimit = 16 * 1024

/** A body of at most 16 KB; throws `too-large`. */
export async function readSmallText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > bodyLimit) throw new DeskError('too-large')
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > bodyLimit) throw new DeskError('too-large')
  }
  return text
}

/** The same as JSON; what is none is null, for the verb to refuse. */
export async function readSmallJson(request: Request): Promise<unknown> {
  try {
    return JSON.parse(await readSmallText(request))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
