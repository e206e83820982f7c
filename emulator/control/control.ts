import type { World } from '../state/world'
import { callbackControl, callbackRoutes } from './callback'
import { certificateControl, certificateRoutes } from './certificate'
import { clockControl, clockRoutes } from './clock'
import { codeRoutes, codesControl } from './codes'
import type { ControlRoute } from './control-route'
import { gatewayRoutes, gatewaysControl } from './gateways'
import { hotelControl, hotelRoutes } from './hotel'
import { instructionRoutes, instructionsControl } from './instructions'
import { lockRoutes, locksControl } from './locks'
import { type Line, networkControl, networkRoutes } from './network'
import { requestRoutes, requestsControl } from './requests'
import { settingsControl, settingsRoutes } from './settings'
import { tokenRoutes, tokensControl } from './tokens'
import { wrongAnswerRoutes, wrongAnswersControl } from './wrong-answers'

export type EmulatorControl = ReturnType<typeof createControl>

/** All powers over the emulator, as typed methods; the HTTP control plane calls these same ones. */
export function createControl(world: World, host: string, line: Line, serveWithCertificate: () => void) {
  const network = networkControl(world, line)
  const hotel = hotelControl(world, network)
  return {
    clock: clockControl(world),
    instructions: instructionsControl(world),
    network,
    gateways: gatewaysControl(world),
    locks: locksControl(world),
    tokens: tokensControl(world),
    wrongAnswers: wrongAnswersControl(world),
    codes: codesControl(world),
    callback: callbackControl(world),
    requests: requestsControl(world),
    settings: settingsControl(world),
    certificate: certificateControl(world, host, serveWithCertificate),
    seed: hotel.seed,
    reset: hotel.reset,
  }
}

export function controlRoutes(control: EmulatorControl): ControlRoute[] {
  return [
    ...clockRoutes(control.clock),
    ...instructionRoutes(control.instructions),
    ...networkRoutes(control.network),
    ...gatewayRoutes(control.gateways),
    ...lockRoutes(control.locks),
    ...tokenRoutes(control.tokens),
    ...wrongAnswerRoutes(control.wrongAnswers),
    ...codeRoutes(control.codes),
    ...callbackRoutes(control.callback),
    ...requestRoutes(control.requests),
    ...settingsRoutes(control.settings),
    ...certificateRoutes(control.certificate),
    ...hotelRoutes(control),
  ]
}
