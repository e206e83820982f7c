import { z } from 'zod'
import { addGuestKey, newGuestKeyCode } from '../state/guest-keys'
import type { World } from '../state/world'
import { type CallbackAnswer, put } from '../wire/call-back'
import { BASE_PATH } from '../wire/routes'
import { ControlError, controlRoute } from './control-route'

const DAY_MS = 86_400_000

export type Sharing = {
  /** Locks whose key is shared; the printed body (2.5.2) has room for one. */
  lockNames: string[]
  /** `printed`: 2.5.2; `several`: with owner and receiver (R16). */
  body?: 'printed' | 'several'
  /** Where it arrives: at the address as given, at `PUT /`, at the path of 2.5.2's example, or these two below the address. */
  path?: 'address' | 'root' | 'lock' | 'below-root' | 'below-lock'
  /** Default: the address of the newest login. */
  address?: string
  /** Which of the access tokens it carries; any other text is sent as it is. */
  bearer?: 'newest' | 'oldest' | 'none' | { token: string }
  startAt?: number
  endAt?: number
  /** One per lock; default: new ones. The same key, lock and window again is the same delivery (R17). */
  keyCodes?: string[]
  ownerId?: string
  receiverPhone?: string
  /** PEM to trust when the callee has a certificate of its own making. */
  trust?: string
}

export type SharingResult = CallbackAnswer & { url: string; keyCodes: string[]; approved: boolean }
export type CallbackControl = ReturnType<typeof callbackControl>

/** 2.5.2, 1.6: another system shares guest keys; the partner approves or refuses by its answer. */
export function callbackControl(world: World) {
  return {
    async send(sharing: Sharing): Promise<SharingResult> {
      const shared = sharing.lockNames.map((name, i) => {
        const lock = world.locks.find(name)
        if (!lock) throw new ControlError(404, `no lock ${name}`)
        return { lock, keyCode: sharing.keyCodes?.[i] ?? newGuestKeyCode() }
      })
      const address = sharing.address ?? world.tokens.callbackAddress
      const [first] = shared
      if (!address) throw new ControlError(409, 'no login gave a callback address')
      if (!first) throw new ControlError(422, 'no lock to share')
      const startAt = sharing.startAt ?? world.clock.now()
      const endAt = sharing.endAt ?? startAt + DAY_MS
      const url = callbackUrl(address, sharing.path ?? 'address', first.lock.name)
      const several = {
        owner_id: sharing.ownerId ?? 'hotel-system-1',
        receiver_phone: sharing.receiverPhone ?? '13800000000',
        keys: shared.map(({ lock, keyCode }) => ({
          s_lock_name: lock.name,
          s_room_name: lock.roomName ?? '',
          s_key_code: keyCode,
          l_start_time: startAt,
          l_end_time: endAt,
        })),
      }
      const printed = { key_code: first.keyCode, end_time: endAt, start_time: startAt }
      const token = bearerOf(world, sharing.bearer ?? 'newest')
      const answer = await put(url, token, (sharing.body ?? 'printed') === 'printed' ? printed : several, sharing.trust)
      const approved = answer.status === 200 && (answer.ack === 0 || answer.ack === '0')
      if (approved) {
        const issuedAt = world.clock.now()
        for (const { lock, keyCode } of shared) addGuestKey(lock, { keyCode, startAt, endAt, issuedAt, shared: true })
      }
      return { ...answer, url, keyCodes: shared.map(({ keyCode }) => keyCode), approved }
    },
  }
}

function bearerOf(world: World, wanted: NonNullable<Sharing['bearer']>): string | null {
  if (wanted === 'none') return null
  if (typeof wanted === 'object') return wanted.token
  const live = world.tokens.liveAccess()
  const token = wanted === 'newest' ? live.at(-1) : live[0]
  if (token === undefined) throw new ControlError(409, 'no live access token')
  return token
}

function callbackUrl(address: string, path: NonNullable<Sharing['path']>, lockName: string): string {
  const url = new URL(/^https?:\/\//.test(address) ? address : `http://${address}`)
  const below = url.pathname.replace(/\/$/, '')
  const lockPath = `${BASE_PATH}/locks/${lockName}/guestKey`
  url.pathname = {
    address: url.pathname,
    root: '/',
    lock: lockPath,
    'below-root': `${below}/`,
    'below-lock': `${below}${lockPath}`,
  }[path]
  return url.href
}

export function callbackRoutes(control: CallbackControl) {
  const sharing = z.strictObject({
    lockNames: z.array(z.string()).min(1),
    body: z.enum(['printed', 'several']).optional(),
    path: z.enum(['address', 'root', 'lock', 'below-root', 'below-lock']).optional(),
    address: z.string().min(1).optional(),
    bearer: z.union([z.enum(['newest', 'oldest', 'none']), z.strictObject({ token: z.string() })]).optional(),
    startAt: z.number().optional(),
    endAt: z.number().optional(),
    keyCodes: z.array(z.string()).optional(),
    ownerId: z.string().optional(),
    receiverPhone: z.string().optional(),
    trust: z.string().optional(),
  })
  return [controlRoute('POST', '/send-callback', sharing, (asked) => control.send(asked))]
}
