'use client'

import { useTranslations } from 'next-intl'
import { useId, useLayoutEffect, useRef } from 'react'
import { keepGutter } from '@/components/ui/keep-gutter'
import { UnlockPanel, type UnlockPanelProps } from './unlock-panel'

export interface LockDialogProps extends UnlockPanelProps {
  /** Somebody else has it: the page is being asked for anew. */
  gone: boolean
}

/** Over everything, and nothing of the page is seen behind it: it leaves only by a proof. */
export function LockDialog({ gone, ...panel }: LockDialogProps) {
  const t = useTranslations('shell.lock')
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    keepGutter()
    element.showModal()
    const stopStaying = stayOnTop(element)
    return () => {
      stopStaying()
      element.close()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => event.preventDefault()}
      // A browser may close a dialog at the second Esc whatever the page says.
      onClose={({ currentTarget }) => currentTarget.isConnected && !currentTarget.open && currentTarget.showModal()}
      className="lock-screen m-0 h-dvh max-h-none w-full max-w-none flex-col items-center justify-center overflow-y-auto bg-ground p-4 open:flex"
    >
      <div className="flex w-full max-w-md flex-col gap-4">
        <p className="font-semibold text-soft">Keydesk</p>
        <div className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-5 sm:p-6">
          <h2 id={id} className="text-xl font-semibold">
            {t('title')}
          </h2>
          {gone ? <p role="status">{t('opening')}</p> : <UnlockPanel {...panel} />}
        </div>
      </div>
    </dialog>
  )
}

/** What opens under it meanwhile would make it unreachable: the newest modal dialog takes the keys. */
function stayOnTop(element: HTMLDialogElement): () => void {
  let focused: Element | null = null
  const note = ({ target }: FocusEvent) => {
    focused = target instanceof Element ? target : null
  }
  const watch = new MutationObserver((changes) => {
    if (!changes.some(({ target }) => target !== element && target instanceof HTMLDialogElement && target.open)) return
    const before = focused
    element.close()
    element.showModal()
    if (before instanceof HTMLElement) before.focus()
  })
  element.addEventListener('focusin', note)
  watch.observe(document.body, { subtree: true, attributeFilter: ['open'] })
  return () => {
    watch.disconnect()
    element.removeEventListener('focusin', note)
  }
}
