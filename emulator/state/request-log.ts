export type RequestEntry = {
  seq: number
  /** Emulator's clock, epoch ms. */
  at: number
  /** The machine's clock, epoch ms: for measuring rates and orders. */
  realAt: number
  method: string
  path: string
  /** Call kind; null when no call has this path and method. */
  call: string | null
  /** The first 8 characters of the bearer token. */
  bearer: string | null
  body: unknown
  /** What was wrong with the request, in words; empty: nothing. */
  problems: string[]
  /** Null while not answered yet. */
  answered: { how: string; status: number | null; ack: number | null; afterMs: number } | null
}

export type RequestFilter = {
  call?: string
  method?: string
  pathIncludes?: string
  withProblems?: boolean
  afterSeq?: number
  limit?: number
}

const KEPT = 20_000

/** What the server was asked, by whom in which words, what was wrong with it and how it was answered. */
export class RequestLog {
  private entries: RequestEntry[] = []
  private seq = 0
  private counted = new Map<string, number>()

  add(entry: Omit<RequestEntry, 'seq' | 'answered'>): RequestEntry {
    const added: RequestEntry = { ...entry, seq: ++this.seq, answered: null }
    this.entries.push(added)
    if (this.entries.length > KEPT * 1.5) this.entries = this.entries.slice(-KEPT)
    const call = entry.call ?? 'no-call'
    this.counted.set(call, (this.counted.get(call) ?? 0) + 1)
    return added
  }

  /** Entries that fit, oldest first; with `limit`, the newest of them. */
  list(filter: RequestFilter = {}): RequestEntry[] {
    const fitting = this.entries.filter(
      (entry) =>
        (filter.call === undefined || entry.call === filter.call) &&
        (filter.method === undefined || entry.method === filter.method) &&
        (filter.pathIncludes === undefined || entry.path.includes(filter.pathIncludes)) &&
        (filter.withProblems === undefined || entry.problems.length > 0 === filter.withProblems) &&
        (filter.afterSeq === undefined || entry.seq > filter.afterSeq),
    )
    return filter.limit === undefined ? fitting : fitting.slice(-filter.limit)
  }

  /** Calls since the last clear, per call kind; `no-call` for requests that were none. Counts all, also forgotten ones. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.counted)
  }

  clear(): void {
    this.entries = []
    this.counted.clear()
  }
}
