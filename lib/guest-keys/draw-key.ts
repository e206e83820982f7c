import qrcode from 'qrcode'
import type { DrawnKey } from './contract'

/** Draws the text of a mobile key for a phone's camera; level L, as a screen is never torn or dirty. */
export function drawKey(keyCode: string): DrawnKey {
  const { modules } = qrcode.create(keyCode, { errorCorrectionLevel: 'L' })
  const { size } = modules
  const runs: string[] = []
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!modules.get(y, x)) continue
      const from = x
      while (x + 1 < size && modules.get(y, x + 1)) x++
      runs.push(`M${from} ${y}h${x + 1 - from}v1h-${x + 1 - from}z`)
    }
  }
  return { path: runs.join(''), size }
}
