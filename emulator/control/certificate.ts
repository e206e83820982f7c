import { z } from 'zod'
import { type CertificateWish, makeCertificate } from '../state/certificate'
import type { World } from '../state/world'
import { ControlError, controlRoute, noInput } from './control-route'

export type CertificateControl = ReturnType<typeof certificateControl>

export function certificateControl(world: World, host: string, serveWith: () => void) {
  const view = () => {
    if (!world.certificate) throw new ControlError(409, 'this server speaks plain http')
    return { pem: world.certificate.certificate, sha256: world.certificate.sha256 }
  }
  return {
    /** PEM and SHA-256 (lower-case hex) of the server's certificate. */
    view,
    /** Another certificate from the next connection on; open connections are cut. */
    async swap(wish: CertificateWish = {}) {
      view()
      world.certificate = await makeCertificate(host, wish)
      serveWith()
      return view()
    },
  }
}

export function certificateRoutes(control: CertificateControl) {
  const wish = z.strictObject({ commonName: z.string().min(1).optional(), expired: z.boolean().optional() })
  return [
    controlRoute('GET', '/certificate', noInput, () => control.view()),
    controlRoute('POST', '/certificate/swap', wish, (asked) => control.swap(asked)),
  ]
}
