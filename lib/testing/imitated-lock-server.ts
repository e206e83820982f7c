import { type Emulator, type EmulatorOptions, startEmulator } from '@/emulator/emulator'
import { type WrongAnswerKind, wrongAnswerKinds } from '@/emulator/state/wrong-answers'
import { defaultPrefix, type LockServerConnection } from '../lock-server/contract'
import { isVendorError, type VendorError } from '../lock-server/errors'

export { type Emulator, type EmulatorOptions, startEmulator, type WrongAnswerKind, wrongAnswerKinds }

/** An emulator whose time stands still, and settings of a connection to it. */
export async function startLockServer(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({ clock: 'manual', ...options })
  const trust = options.tls ? { kind: 'pinned' as const, ...emulator.certificate() } : { kind: 'system-ca' as const }
  return { emulator, control: emulator.control, connection: connectionTo(emulator.url, { trust }) }
}

/** What the emulator's only account logs in with, unless `settings` say otherwise. */
export function connectionTo(baseUrl: string, settings: Partial<LockServerConnection> = {}): LockServerConnection {
  return {
    id: 'con_test',
    baseUrl,
    prefix: defaultPrefix,
    pathStyle: 'documented',
    account: null,
    username: 'testserver',
    password: '123456',
    deviceMac: 'Server',
    trust: { kind: 'system-ca' },
    lockClocks: { kind: 'utc' },
    callbackAddress: null,
    ...settings,
  }
}

/** The VendorError that a call ends with; anything else fails the test. */
export async function vendorFailure(call: Promise<unknown>): Promise<VendorError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!isVendorError(error)) throw new Error(`no VendorError but ${String(error)}`)
  return error
}
