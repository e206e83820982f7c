import { AsyncResource } from 'node:async_hooks'
import { Client, type ClientConfig } from 'pg'
import { errorFields, type Log } from '../log/log'
import { checkChannel } from './database'

const firstRetryMs = 100
const longestRetryMs = 5_000
/** A silent connection is found out within these two: nothing else would tell that messages no longer come. */
const probeEveryMs = 10_000
const probeTimeoutMs = 5_000

interface Hearer {
  channel: string
  onMessage: (payload: string) => void
  onGap: () => void
}

/** One connection that only listens, for all channels of this process; it comes back by itself and says so. */
export class PostgresListener {
  readonly #config: ClientConfig
  readonly #log: Log
  readonly #hearers = new Set<Hearer>()
  #client: Client | null = null
  #connecting: Promise<Client> | null = null
  #retry: NodeJS.Timeout | undefined
  #retryMs = firstRetryMs
  #probe: NodeJS.Timeout | undefined
  #closed = false

  constructor(config: ClientConfig, log: Log) {
    this.#config = config
    this.#log = log
  }

  /** Resolves once the server listens, to how to stop; `onGap` after every time the connection was lost and is back. */
  async listen(channel: string, onMessage: (payload: string) => void, onGap: () => void = () => {}) {
    checkChannel(channel)
    const hearer: Hearer = {
      channel,
      onMessage: AsyncResource.bind(onMessage),
      onGap: AsyncResource.bind(onGap),
    }
    this.#hearers.add(hearer)
    try {
      const client = await this.#connect()
      await client.query(`listen ${channel}`)
    } catch (error) {
      this.#hearers.delete(hearer)
      throw error
    }
    return async () => {
      this.#hearers.delete(hearer)
      const client = this.#client
      if (client === null || [...this.#hearers].some((other) => other.channel === channel)) return
      await client.query(`unlisten ${channel}`).catch(() => undefined)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retry)
    clearTimeout(this.#probe)
    this.#hearers.clear()
    const client = this.#client ?? (await this.#connecting?.catch(() => null))
    this.#client = null
    await client?.end().catch(() => undefined)
  }

  #connect(): Promise<Client> {
    if (this.#closed) return Promise.reject(new Error('The database is closed.'))
    if (this.#client) return Promise.resolve(this.#client)
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = null
    })
    return this.#connecting
  }

  async #open(): Promise<Client> {
    const client = new Client({ ...this.#config, application_name: 'keydesk listener' })
    client.on('notification', ({ channel, payload }) => {
      for (const hearer of [...this.#hearers]) if (hearer.channel === channel) hearer.onMessage(payload ?? '')
    })
    client.on('error', (error) => this.#lost(client, error))
    client.on('end', () => this.#lost(client, null))
    try {
      await client.connect()
      for (const channel of new Set([...this.#hearers].map((hearer) => hearer.channel))) {
        await client.query(`listen ${channel}`)
      }
    } catch (error) {
      await client.end().catch(() => undefined)
      throw error
    }
    if (this.#closed) {
      await client.end().catch(() => undefined)
      throw new Error('The database is closed.')
    }
    this.#client = client
    this.#retryMs = firstRetryMs
    this.#scheduleProbe(client)
    return client
  }

  #lost(client: Client, error: Error | null): void {
    if (this.#client !== client || this.#closed) return
    this.#client = null
    clearTimeout(this.#probe)
    client.end().catch(() => undefined)
    this.#log.warn({ ...(error ? errorFields(error) : {}) }, 'the connection for messages was lost')
    this.#scheduleRetry()
  }

  #scheduleRetry(): void {
    if (this.#closed || this.#hearers.size === 0) return
    this.#retry = setTimeout(() => {
      this.#connect().then(
        () => {
          this.#log.info({}, 'the connection for messages is back')
          for (const hearer of [...this.#hearers]) hearer.onGap()
        },
        () => this.#scheduleRetry(),
      )
    }, this.#retryMs)
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs)
  }

  #scheduleProbe(client: Client): void {
    this.#probe = setTimeout(() => {
      const tooLate = setTimeout(() => this.#lost(client, new Error('no answer')), probeTimeoutMs)
      client.query('select 1').then(
        () => {
          clearTimeout(tooLate)
          if (this.#client === client) this.#scheduleProbe(client)
        },
        (error: Error) => {
          clearTimeout(tooLate)
          this.#lost(client, error)
        },
      )
    }, probeEveryMs)
  }
}
