import type { ReactNode } from 'react'
import type { Tone } from './tone'

export interface Toast {
  id: number
  tone: Tone
  text: ReactNode
  /** One step back or onward, e.g. Undo. */
  action?: { label: string; onPress: () => void } | undefined
}

export interface NewToast extends Omit<Toast, 'id' | 'tone'> {
  tone?: Tone
  /** Default 8 s; problems stay until dismissed. 0 = stays. */
  durationMs?: number
}

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

function replace(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

/**
 * Says that something was done, at the foot of the screen. Not for what a person must act on (Banner), nor inside
 * an open dialog, which keeps everything outside it silent. Returns the id for `dismissToast`.
 */
export function showToast({ tone = 'ok', durationMs, ...rest }: NewToast): number {
  lastId += 1
  const id = lastId
  replace([...toasts.slice(-2), { ...rest, tone, id }])
  const stayMs = durationMs ?? (tone === 'problem' ? 0 : 8000)
  if (stayMs > 0) setTimeout(() => dismissToast(id), stayMs)
  return id
}

export function dismissToast(id: number) {
  if (toasts.some((toast) => toast.id === id)) replace(toasts.filter((toast) => toast.id !== id))
}

/** What was said to somebody who left is not said on. */
export function dismissToasts() {
  if (toasts.length > 0) replace([])
}

export const toastStore = {
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  read: () => toasts,
}
