import { isId } from '@/lib/ids/ids'

/**
 * What a page throws carries the request's id as its digest: Next hands that to the page that tells the fault and to
 * `onRequestError`. Next's own signals have a digest already.
 */
export async function underRequestId<T>(requestId: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (thrown) {
    throw withDigest(thrown, requestId)
  }
}

function withDigest(thrown: unknown, digest: string): unknown {
  if (!(thrown instanceof Object)) return Object.assign(new Error('thrown as it is', { cause: thrown }), { digest })
  // One that is thrown for several requests keeps the id of the first.
  if ('digest' in thrown && thrown.digest !== digest && isId('request', String(thrown.digest)))
    return Object.assign(new Error('thrown again', { cause: thrown }), { digest })
  return 'digest' in thrown ? thrown : Object.assign(thrown, { digest })
}
