import type { SourceReach } from '@/lib/connections/contract'
import type { GatewayRow } from '@/lib/gateways/contract'
import type { Instant } from '@/lib/time/clock'

/** What `GET /api/<property>/gateways` answers. */
export interface GatewaysView {
  now: Instant
  rows: GatewayRow[]
  /** How far the Lock Server answers; null = none is connected. */
  reach?: SourceReach | null
  /** When this browser read it (monotonic); absent on what the page brought. */
  readMs?: number
}
