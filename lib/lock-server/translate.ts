import type { z } from 'zod'
import { dayMs } from '../time/clock'
import type {
  GatewayList,
  GatewayStatus,
  InstructionAccepted,
  InstructionStatus,
  KeyCode,
  LockList,
  LockListEntry,
  LockReading,
  PasscodeSet,
  Tokens,
} from './contract'
import { isApiName } from './rules'
import { cleanText } from './vendor-words'
import type * as wire from './wire'

type Of<K extends keyof typeof wire> = (typeof wire)[K] extends z.ZodType<infer T> ? T : never

const longestLifetimeMs = 30 * dayMs

/** Lifetimes over 30 days count as 30: nobody needs a token that we have not renewed for so long. */
export function toTokens(answer: Of<'tokensAnswer'>): Tokens {
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    accessLifetimeMs: Math.min(answer.accessToken_expires, longestLifetimeMs),
    refreshLifetimeMs: Math.min(answer.refreshToken_expires, longestLifetimeMs),
  }
}

const unusableName = (name: string) => cleanText(name, 100) ?? '�'

/** A name that came twice is listed once; its first room name counts (R7). */
export function toLockList(answer: Of<'lockListAnswer'>): LockList {
  const locks = new Map<string, LockListEntry>()
  const unusable = new Set<string>()
  for (const entry of answer.info) {
    const name = entry.s_lock_name
    if (!isApiName(name)) unusable.add(unusableName(name))
    else if (!locks.has(name)) {
      const roomName = cleanText(String(entry.s_room_name ?? ''), 100)
      locks.set(name, roomName ? { name, roomName } : { name })
    }
  }
  return { locks: [...locks.values()], unusable: [...unusable] }
}

export function toGatewayList(answer: Of<'gatewayListAnswer'>): GatewayList {
  const names = new Set(answer.info.map((entry) => entry.s_gateway_name))
  const usable = [...names].filter(isApiName)
  return {
    gateways: usable.map((name) => ({ name })),
    unusable: [...names].filter((name) => !isApiName(name)).map(unusableName),
  }
}

export function toGatewayStatus(answer: Of<'gatewayStatusAnswer'>): GatewayStatus {
  return { lastHeartbeatAt: answer.info.l_last_heart_beat_time || null }
}

function toReading(reading: wire.Reading | wire.OlderReading): LockReading {
  if ('s_gw_id' in reading) {
    let strongest: number | null = null
    for (const { int_signal_strength: signal } of reading.a_devices) {
      if (signal && (strongest === null || signal > strongest)) strongest = signal
    }
    return { gatewayName: reading.s_gw_id, signalDbm: strongest, heardAt: scannedAt(reading.d_scanned_at) }
  }
  return {
    gatewayName: reading.s_gateway_name,
    signalDbm: reading.i_signal || null,
    heardAt: reading.l_last_update_time || null,
  }
}

/** R8's older shape; an ISO time without an offset is taken as UTC. */
function scannedAt(text: string): number | null {
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`)
  return Number.isNaN(at) ? null : at
}

/** Every gateway once, the newest of its readings (R8). */
export function toLockReadings(answer: Of<'lockStatusAnswer'>): LockReading[] {
  const readings = new Map<string, LockReading>()
  for (const reading of answer.info.map(toReading)) {
    const known = readings.get(reading.gatewayName)
    if (!known || (reading.heardAt ?? 0) > (known.heardAt ?? 0)) readings.set(reading.gatewayName, reading)
  }
  return [...readings.values()]
}

export function toPasscodeSet(answer: Of<'passcodeAnswer'>): PasscodeSet {
  return { vendorInstructionId: answer.info.s_instruction_id, digits: answer.info.s_guest_passwd }
}

export function toInstructionAccepted(answer: Of<'instructionAnswer'>): InstructionAccepted {
  return { vendorInstructionId: answer.info.s_instruction_id }
}

export function toKeyCode(answer: Of<'keyAnswer'>): KeyCode {
  return { keyCode: answer.info.s_key_code }
}

export function toInstructionStatus(answer: Of<'instructionStatusAnswer'>): InstructionStatus {
  return answer.info.i_status
}
