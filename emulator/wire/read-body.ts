import type { IncomingMessage } from 'node:http'

/** Reads a request's body up to `limit` bytes; what is beyond is read and dropped. */
export async function readBody(request: IncomingMessage, limit: number): Promise<{ body: Buffer; tooLarge: boolean }> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= limit) chunks.push(chunk)
  }
  return { body: Buffer.concat(chunks), tooLarge: length > limit }
}
