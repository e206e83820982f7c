import type { Sealer } from '../crypto/sealer'
import type { Instant } from '../time/clock'
import { type SealedRow, sealedText } from './rules'

/** The hash that a chain begins with. */
export const firstHash = (sealer: Sealer, chainId: string): string => sealer.mac(chainId, 'activity-chain')

/** The hash of a row at its place after the one before it. */
export function sealRow(sealer: Sealer, previous: string, chainId: string, place: number, row: SealedRow): string {
  return sealer.mac(rowText(previous, chainId, place, row), 'activity-row')
}

export function isSealOf(
  sealer: Sealer,
  hash: string,
  previous: string,
  chainId: string,
  place: number,
  row: SealedRow,
): boolean {
  return sealer.isMacOf(hash, rowText(previous, chainId, place, row), 'activity-row')
}

const rowText = (previous: string, chainId: string, place: number, row: SealedRow): string =>
  `${previous}\n${sealedText(chainId, place, row)}`

/** What the chain keeps of a network address, so that erasing the address leaves it whole. */
export const digestAddress = (sealer: Sealer, eventId: string, address: string): string =>
  sealer.mac(`${eventId}\n${address}`, 'activity-address')

export const isDigestOf = (sealer: Sealer, digest: string, eventId: string, address: string): boolean =>
  sealer.isMacOf(digest, `${eventId}\n${address}`, 'activity-address')

/** Where a chain begins, as only Keydesk can say it. */
export interface ChainBeginning {
  id: string
  cutPlace: number
  cutHash: string
  cutAt: Instant | null
}

export const sealBeginning = (sealer: Sealer, beginning: ChainBeginning): string =>
  sealer.mac(beginningText(beginning), 'activity-beginning')

export const isBeginningSealed = (sealer: Sealer, mac: string, beginning: ChainBeginning): boolean =>
  sealer.isMacOf(mac, beginningText(beginning), 'activity-beginning')

const beginningText = ({ id, cutPlace, cutHash, cutAt }: ChainBeginning): string =>
  JSON.stringify([id, cutPlace, cutHash, cutAt])
