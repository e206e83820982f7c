import { minuteMs } from '../time/clock'
import { localMinute } from '../time/zone'
import type { GuestKeyRequest, LockServerConnection, PasscodeRequest } from './contract'
import { VendorError } from './errors'
import { isApiName, mayRegisterCallback } from './rules'

/** One call as the vendor's document has it; `path` starts with the prefix. */
export interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  body: string | null
}

type Json = Record<string, string | number>
type List = 'locks' | 'gateways'

const get = (path: string): ApiRequest => ({ method: 'GET', path, body: null })
const post = (path: string, body: Json): ApiRequest => ({ method: 'POST', path, body: JSON.stringify(body) })
const put = (path: string, body: Json): ApiRequest => ({ method: 'PUT', path, body: JSON.stringify(body) })

const notAskable = (what: string) => new VendorError(`${what} cannot be asked for`, { kind: 'not-askable', sent: 'no' })

/** R3: a name that does not fit is never sent, not even encoded (I26). */
function segment(name: string, what: string): string {
  if (!isApiName(name)) throw notAskable(what)
  return encodeURIComponent(name)
}

/** Whole milliseconds in order, in the range that a four-digit year can say. */
function checkWindow({ startsAt, endsAt }: { startsAt: number; endsAt: number }): void {
  const fit = Number.isSafeInteger(startsAt) && Number.isSafeInteger(endsAt)
  if (!fit || startsAt < 0 || endsAt <= startsAt || endsAt > 253_402_300_799_999) throw notAskable('that window')
}

export type Requests = ReturnType<typeof requestsFor>

/** Paths of both styles (R2), bodies of section 2. Every function throws VendorError `not-askable` instead of sending nonsense. */
export function requestsFor(connection: LockServerConnection) {
  const { prefix, pathStyle, account } = connection
  const base = pathStyle === 'servers' ? `${prefix}/servers` : prefix
  const lock = (name: string, call: string) => `${base}/locks/${segment(name, 'a lock of that name')}/${call}`
  const list = (what: List) =>
    pathStyle === 'servers' && account !== null
      ? `${base}/${segment(account, 'an account of that name')}/${what}`
      : `${base}/${what}`

  return {
    login: () =>
      post(`${prefix}/servers/accesstoken`, {
        username: connection.username,
        password: connection.password,
        device_mac: connection.deviceMac,
        ...(connection.callbackAddress !== null && mayRegisterCallback(connection.callbackAddress)
          ? { callback_address: connection.callbackAddress }
          : {}),
      }),
    refresh: (refreshToken: string) => put(`${prefix}/servers/accesstoken`, { refresh_token: refreshToken }),
    locks: () => get(list('locks')),
    gateways: () => get(list('gateways')),
    gatewayStatus: (name: string) => get(`${base}/gateways/${segment(name, 'a gateway of that name')}/status`),
    lockStatus: (name: string) => get(lock(name, 'status')),
    adminKey: (name: string) => get(lock(name, 'adminKey')),
    permanentKey: (name: string) => get(lock(name, 'permanentKey')),
    /** R3: query string; the body in the document's example is a slip. */
    instructionStatus: (vendorInstructionId: string) => {
      if (!/^[\x21-\x7e]{1,128}$/.test(vendorInstructionId)) throw notAskable('that instruction')
      return get(`${base}/instruction?instruction_id=${encodeURIComponent(vendorInstructionId)}`)
    },
    setPasscode: ({ lockName, startsAt, endsAt, oneTime }: PasscodeRequest) => {
      checkWindow({ startsAt, endsAt })
      const { lockClocks } = connection
      return post(lock(lockName, 'guestPasswdKey'), {
        start_time: Math.floor(startsAt / minuteMs) * minuteMs,
        end_time: Math.ceil(endsAt / minuteMs) * minuteMs,
        is_local_time: lockClocks.kind === 'local' ? 1 : 0,
        ...(lockClocks.kind === 'local'
          ? {
              local_start_time: localMinute(startsAt, lockClocks.timeZone, 'start'),
              local_end_time: localMinute(endsAt, lockClocks.timeZone, 'end'),
            }
          : {}),
        one_time: oneTime ? 1 : 0,
      })
    },
    cancelPasscode: ({ lockName, digits }: { lockName: string; digits: string }) => {
      if (!/^[0-9]{1,32}$/.test(digits)) throw notAskable('a code like that')
      return put(lock(lockName, 'guestPasswdKey'), { guest_passwd: digits })
    },
    unlock: (lockName: string) => put(lock(lockName, 'remoteUnlock'), {}),
    guestKey: ({ lockName, startsAt, endsAt }: GuestKeyRequest) => {
      checkWindow({ startsAt, endsAt })
      return put(lock(lockName, 'guestKey'), { start_time: startsAt, end_time: endsAt })
    },
    /** R15: POST; the example's GET is a slip. */
    lockKeeper: ({ name, password }: { name: string; password: string }) => {
      if (!/^[A-Za-z][\x21-\x7e]{0,63}$/.test(name)) throw notAskable('an account of that name')
      if (password.length < 6 || password.length > 128) throw notAskable('a password of that length')
      return post(`${base}/users`, { user_name: name, user_password: password })
    },
  }
}
