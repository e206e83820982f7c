import type { HouseContext } from '../access/context'
import { type House, openDeskContext, openHouseContext } from '../access/house'
import { createFirstConnection } from '../connections/first-connection'
import { type Settings, SettingsError } from '../env/settings'
import { isDeskError } from '../errors/desk-error'
import { createProperty } from '../properties/create-property'
import { listAllProperties } from '../properties/queries'
import { addFirstAccount, prepareFirstAccount } from '../staff/add-first-account'
import { passwordLimits } from '../staff/contract'
import { makeSetupCode } from '../staff/make-setup-code'
import { hasPeople } from '../staff/queries'

/** What the settings give for a first start; without an administrator, whoever has the setup code begins. */
export type FirstStartSettings = Pick<
  Settings,
  | 'ADMIN_EMAIL'
  | 'ADMIN_PASSWORD'
  | 'PROPERTY_NAME'
  | 'PROPERTY_TIME_ZONE'
  | 'LOCK_SERVER_URL'
  | 'LOCK_SERVER_USERNAME'
  | 'LOCK_SERVER_PASSWORD'
  | 'LOCK_SERVER_DEVICE_MAC'
  | 'LOCK_SERVER_CERTIFICATE'
  | 'LOCK_SERVER_PATH_STYLE'
  | 'LOCK_SERVER_ACCOUNT'
  | 'LOCK_SERVER_HEARTBEAT_MS'
>

/**
 * Makes of an empty database a house: administrator (who also runs the desk), property and connection from the settings.
 * Returns the setup code to print when nobody can sign in yet. Throws SettingsError when a setting cannot be used.
 */
export async function firstStart(house: House, settings: FirstStartSettings): Promise<{ setupCode: string | null }> {
  const ctx = openHouseContext(house, { kind: 'system', part: 'first-start' })
  try {
    if (!(await hasPeople(ctx))) await addAdministrator(ctx, settings)
    await connectFirstProperty(house, settings)
  } catch (error) {
    throw inWords(error)
  }
  return { setupCode: await makeSetupCode(ctx) }
}

async function addAdministrator(ctx: HouseContext, settings: FirstStartSettings): Promise<void> {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password, PROPERTY_NAME: name = 'Hotel' } = settings
  if (!email && !password) return
  if (!email || !password) throw new SettingsError('ADMIN_EMAIL and ADMIN_PASSWORD belong together: set both or none.')
  const timeZone = settings.PROPERTY_TIME_ZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const account = { name: email.split('@')[0] ?? email, email, password, alsoRunsDesk: true }
  const prepared = await prepareFirstAccount(account, name)
  try {
    await addFirstAccount(ctx, prepared, (inside) => createProperty(inside, { name, timeZone }))
  } catch (error) {
    // Another process that started with us was first.
    if (!(isDeskError(error) && error.code === 'setup-closed')) throw error
  }
}

/** LOCK_SERVER_* for the one property of a new house; changes nothing where a connection exists. */
export async function connectFirstProperty(house: House, settings: FirstStartSettings): Promise<void> {
  const { LOCK_SERVER_URL: url, LOCK_SERVER_USERNAME: username, LOCK_SERVER_PASSWORD: password } = settings
  if (!url || !username || !password) return
  const system = { kind: 'system', part: 'first-start' } as const
  const [property, ...others] = await listAllProperties(openHouseContext(house, system))
  if (!property || others.length > 0) return
  await createFirstConnection(openDeskContext(house, system, property), {
    url,
    username,
    password,
    deviceMac: settings.LOCK_SERVER_DEVICE_MAC,
    certificateFile: settings.LOCK_SERVER_CERTIFICATE,
    pathStyle: settings.LOCK_SERVER_PATH_STYLE,
    account: settings.LOCK_SERVER_ACCOUNT,
    heartbeatMs: settings.LOCK_SERVER_HEARTBEAT_MS,
  })
}

const settingOf: Record<string, string> = {
  email: 'ADMIN_EMAIL',
  password: 'ADMIN_PASSWORD',
  name: 'PROPERTY_NAME',
  timeZone: 'PROPERTY_TIME_ZONE',
  baseUrl: 'LOCK_SERVER_URL',
  prefix: 'LOCK_SERVER_URL',
  username: 'LOCK_SERVER_USERNAME',
  deviceMac: 'LOCK_SERVER_DEVICE_MAC',
  account: 'LOCK_SERVER_ACCOUNT',
  heartbeatMs: 'LOCK_SERVER_HEARTBEAT_MS',
}

function inWords(error: unknown): unknown {
  if (!isDeskError(error)) return error
  switch (error.code) {
    case 'password-too-short':
      return new SettingsError(`ADMIN_PASSWORD: at least ${passwordLimits.minCharacters} characters.`)
    case 'password-too-common':
      return new SettingsError(
        'ADMIN_PASSWORD: guessed early by attackers; take several words that do not belong together.',
      )
    case 'invalid-input': {
      const lines = Object.entries(error.fields ?? {}).map(
        ([field, fault]) => `  ${settingOf[field] ?? field}: ${fault}`,
      )
      return new SettingsError(`These settings cannot be used:\n${lines.join('\n')}`)
    }
    default:
      return error
  }
}
