import { z } from 'zod'
import type { EmulatorOptions } from './emulator'
import { settingsShape } from './state/settings'

const port = z.coerce.number().int().min(0).max(65_535)
const flag = z.enum(['0', '1', 'true', 'false']).transform((text) => text === '1' || text === 'true')

const shape = z.object({
  EMULATOR_PORT: port.default(4100),
  EMULATOR_CONTROL_PORT: port.optional(),
  EMULATOR_HOST: z.string().min(1).default('127.0.0.1'),
  EMULATOR_STATE_FILE: z.string().min(1).optional(),
  EMULATOR_TLS: flag.default(false),
  EMULATOR_SEED: z.coerce.number().int().default(1),
  EMULATOR_LOCKS: z.coerce.number().int().min(0).max(10_000).optional(),
  EMULATOR_GATEWAYS: z.coerce.number().int().min(0).max(500).default(6),
  EMULATOR_USERNAME: settingsShape.shape.username.optional(),
  EMULATOR_PASSWORD: settingsShape.shape.password.optional(),
  EMULATOR_DEVICE_MAC: z.string().min(1).optional(),
  EMULATOR_PATH_STYLE: settingsShape.shape.pathStyle.optional(),
  EMULATOR_LOCK_STATUS_SHAPE: settingsShape.shape.lockStatusShape.optional(),
  EMULATOR_NUMBERS_AS_STRINGS: flag.optional(),
  EMULATOR_LANGUAGE: settingsShape.shape.language.optional(),
  EMULATOR_DEAD_TOKEN: settingsShape.shape.deadToken.optional(),
  EMULATOR_HEARTBEAT_MS: z.coerce.number().min(1).optional(),
  EMULATOR_INSTRUCTION_MS: z.coerce.number().min(0).optional(),
  EMULATOR_FAIL_CHANCE: z.coerce.number().min(0).max(1).default(0.01),
  EMULATOR_PUSH_FAIL_CHANCE: z.coerce.number().min(0).max(1).default(0.01),
  EMULATOR_TIME_ZONE: settingsShape.shape.timeZone.optional(),
})

/** The environment as options; throws with a line per wrong variable. */
export function readEnvironment(environment: Record<string, string | undefined>): EmulatorOptions {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const read = shape.safeParse(given)
  if (!read.success) throw new Error(`The emulator's settings are wrong:\n${z.prettifyError(read.error)}`)
  const env = read.data
  const settings = {
    username: env.EMULATOR_USERNAME,
    password: env.EMULATOR_PASSWORD,
    deviceMac: env.EMULATOR_DEVICE_MAC,
    pathStyle: env.EMULATOR_PATH_STYLE,
    lockStatusShape: env.EMULATOR_LOCK_STATUS_SHAPE,
    numbersAsStrings: env.EMULATOR_NUMBERS_AS_STRINGS,
    language: env.EMULATOR_LANGUAGE,
    deadToken: env.EMULATOR_DEAD_TOKEN,
    heartbeatMs: env.EMULATOR_HEARTBEAT_MS,
    instructionMedianMs: env.EMULATOR_INSTRUCTION_MS,
    failChance: env.EMULATOR_FAIL_CHANCE,
    pushFailChance: env.EMULATOR_PUSH_FAIL_CHANCE,
    timeZone: env.EMULATOR_TIME_ZONE,
  }
  return {
    host: env.EMULATOR_HOST,
    port: env.EMULATOR_PORT,
    controlPort: env.EMULATOR_CONTROL_PORT ?? (env.EMULATOR_PORT === 0 ? 0 : env.EMULATOR_PORT + 1),
    stateFile: env.EMULATOR_STATE_FILE,
    tls: env.EMULATOR_TLS,
    seed: env.EMULATOR_SEED,
    hotel: env.EMULATOR_LOCKS === undefined ? 'demo' : { locks: env.EMULATOR_LOCKS, gateways: env.EMULATOR_GATEWAYS },
    settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
  }
}
