/** Why a backup or a restore does not happen, in words for the person at the console. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}

export const notWhole = (): BackupError =>
  new BackupError('This file is not a whole backup: it was cut off or changed. Nothing was restored.')
