'use client'

import { useEffect, useState } from 'react'

/** A modal dialog keeps everything outside it silent: what is urgent moves into it while it is open. Looks when `key` changes. */
export function useTopDialog(key: string): HTMLDialogElement | null {
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null)
  useEffect(() => {
    if (key === '') return setDialog(null)
    const top = [...document.querySelectorAll<HTMLDialogElement>('dialog:modal')].at(-1) ?? null
    setDialog(top)
    const back = () => setDialog(null)
    top?.addEventListener('close', back)
    return () => top?.removeEventListener('close', back)
  }, [key])
  return dialog
}
