import { z } from 'zod'

const milliseconds = z.number().min(0)
const chance = z.number().min(0).max(1)
const timeZone = z.string().refine((name) => Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC', {
  message: 'not a time zone',
})

/** Everything about the imitated Lock Server that deployments differ in (R2, R5–R8, R11), and its pace. */
export const settingsShape = z.strictObject({
  username: z.string().min(1),
  password: z.string().min(1),
  /** The only device_mac that may log in; null: any. */
  deviceMac: z.string().min(1).nullable(),
  pathStyle: z.enum(['documented', 'servers', 'both']),
  /** Sub-accounts whose lists can be asked for in the `servers` style (R2). */
  accounts: z.array(z.string().min(1)),
  accessTokenMs: milliseconds,
  refreshTokenMs: milliseconds,
  deadToken: z.enum(['http-401', 'ack-401']),
  language: z.enum(['english', 'chinese']),
  lockStatusShape: z.enum(['object', 'array', 'scans']),
  numbersAsStrings: z.boolean(),
  ackAsString: z.boolean(),
  statusAsHex: z.boolean(),
  longPrefix: z.enum(['l', 'I']),
  statusField: z.enum(['i_status', 'status']),
  roomNames: z.boolean(),
  heartbeatMs: z.number().min(1),
  lockReportMs: z.number().min(1),
  signalWanderDb: z.number().min(0).max(40),
  instructionMedianMs: milliseconds,
  instructionSpread: z.number().min(0).max(3),
  /** Chance that an instruction ends 2 (failed) or 4 (could not be pushed). */
  failChance: chance,
  pushFailChance: chance,
  codeLength: z.number().int().min(4).max(12),
  weakCodeChance: chance,
  /** How long a door stays unlocked, on the emulator's clock. */
  unlockedMs: milliseconds,
  /** The zone the locks' local time is in, unless a lock has its own. */
  timeZone,
})

export type Settings = z.infer<typeof settingsShape>

export const defaultSettings: Settings = {
  username: 'testserver',
  password: '123456',
  deviceMac: null,
  pathStyle: 'documented',
  accounts: ['lock-264-17'],
  accessTokenMs: 10_800_000,
  refreshTokenMs: 604_800_000,
  deadToken: 'http-401',
  language: 'english',
  lockStatusShape: 'object',
  numbersAsStrings: false,
  ackAsString: false,
  statusAsHex: false,
  longPrefix: 'l',
  statusField: 'i_status',
  roomNames: true,
  heartbeatMs: 5_000,
  lockReportMs: 10_000,
  signalWanderDb: 4,
  instructionMedianMs: 3_000,
  instructionSpread: 0.5,
  failChance: 0,
  pushFailChance: 0,
  codeLength: 6,
  weakCodeChance: 0,
  unlockedMs: 5_000,
  timeZone: 'Europe/Berlin',
}
