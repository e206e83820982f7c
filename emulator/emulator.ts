import type { IncomingMessage, ServerResponse } from 'node:http'
import { controlRoutes, createControl, type EmulatorControl } from './control/control'
import { CONTROL_PATH, serveControl } from './control/serve-control'
import { HALLWAY_PATH, serveHallway } from './hallway/serve-hallway'
import { makeCertificate } from './state/certificate'
import { loadState, saveState } from './state/persistence'
import { createWorld, type WorldOptions } from './state/world'
import { type Listener, listen } from './wire/listener'
import { mayControl } from './wire/own-address'
import { BASE_PATH } from './wire/routes'
import { recordGarbage, serveCall } from './wire/serve-call'

export type EmulatorOptions = WorldOptions & {
  host?: string
  /** 0 (default): any free port. */
  port?: number
  controlPort?: number
  /** Serve the API over TLS with a certificate of the emulator's own making. */
  tls?: boolean
  /** State is taken from here at start, and written here by `save` and `close`. */
  stateFile?: string
}

export type Emulator = {
  /** Scheme, host and port of the API: what a connection is set to. */
  url: string
  port: number
  /** `url` with the base path of R1. */
  baseUrl: string
  /** Control plane, always plain http and up in an outage too: verbs are below `controlUrl`. */
  controlUrl: string
  /** The hallway's page, beside the control plane; it is also at `url`. */
  hallwayUrl: string
  username: string
  password: string
  /** PEM and SHA-256 (lower-case hex) when it speaks TLS; follows a swap. */
  certificate(): { pem: string; sha256: string }
  control: EmulatorControl
  save(): void
  close(): Promise<void>
}

/** Starts an imitated Lock Server; several in one process share nothing. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const host = options.host ?? '127.0.0.1'
  const { stateFile } = options
  const world = createWorld(options)
  if (stateFile !== undefined) loadState(world, stateFile)
  if (!options.tls) world.certificate = null
  else world.certificate ??= await makeCertificate(host)

  const at = (scheme: string, port: number) => `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
  const line = {
    refuse: () => main.refuse(),
    accept: () => main.accept(),
    cutAll: () => main.cutAll(),
    controlUrl: () => controlUrl,
  }
  const control = createControl(world, host, line, () => {
    if (world.certificate) main.serveWith(world.certificate)
  })
  const routes = controlRoutes(control)
  const serve = async (request: IncomingMessage, response: ServerResponse, overMainAddress: boolean) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const isControl = path.startsWith(`${CONTROL_PATH}/`)
    const isHallway = path === '/' || path === HALLWAY_PATH || path.startsWith(`${HALLWAY_PATH}/`)
    if (!isControl && !isHallway) {
      if (overMainAddress) return serveCall(world, request, response)
      return plain(response, 404, 'Not found.')
    }
    if (!mayControl(request, host)) return plain(response, 403, 'Only this machine may ask this.')
    if (isControl) return serveControl(routes, request, response, overMainAddress)
    if (path === '/') response.setHeader('Location', HALLWAY_PATH)
    return path === '/' ? plain(response, 302, HALLWAY_PATH) : serveHallway(world, control, request, response)
  }
  const listener = (overMainAddress: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response, overMainAddress).catch((error) => {
      // A caller that hung up is its own affair; anything else is a fault of the emulator that must be seen.
      if (!request.destroyed && !response.destroyed) console.error(error)
      response.destroy()
    })
  }
  const main: Listener = await listen(host, options.port ?? 0, world.certificate, listener(true), (problem) =>
    recordGarbage(world, problem),
  )
  const side: Listener = await listen(host, options.controlPort ?? 0, null, listener(false), () => {})
  const controlUrl = `${at('http', side.port)}${CONTROL_PATH}`
  const url = at(world.certificate ? 'https' : 'http', main.port)
  const save = () => {
    if (stateFile !== undefined) saveState(world, stateFile)
  }
  return {
    url,
    port: main.port,
    baseUrl: `${url}${BASE_PATH}`,
    controlUrl,
    hallwayUrl: `${at('http', side.port)}${HALLWAY_PATH}`,
    username: world.settings.username,
    password: world.settings.password,
    certificate: control.certificate.view,
    control,
    save,
    async close() {
      save()
      await Promise.all([main.refuse(), side.refuse()])
    },
  }
}

function plain(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' })
  response.end(words)
}
