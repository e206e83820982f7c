'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from 'react'
import { classNames } from './class-names'
import { IconButton } from './icon-button'
import { keepGutter } from './keep-gutter'

export interface DialogProps {
  open: boolean
  /** Esc, the cross, the browser's back gesture for dialogs. A click beside the dialog leaves nothing. */
  onClose: () => void
  title: ReactNode
  /** A line under the title, read out with it. */
  description?: ReactNode
  /** Buttons at the foot: the last one is the next step. */
  footer?: ReactNode
  size?: 'small' | 'medium' | 'large'
  children: ReactNode
}

const widths = { small: 'sm:max-w-md', medium: 'sm:max-w-xl', large: 'sm:max-w-3xl' }
const firstField = 'input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)'

/** A native modal dialog: the browser traps the focus and gives it back. Its contents exist only while open. */
export function Dialog(props: DialogProps) {
  return props.open ? <OpenDialog {...props} /> : null
}

function OpenDialog({ onClose, title, description, footer, size = 'medium', children }: DialogProps) {
  const t = useTranslations('ui')
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const typed = useRef('')

  useLayoutEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    keepGutter()
    element?.showModal()
    element?.querySelector('h2')?.focus()
    return () => {
      // Closed before it is taken away, since only close() gives the focus back.
      element?.close()
      // Not while the question over it is still open: both go at once, this one first.
      queueMicrotask(() => {
        if (document.activeElement === document.body && before instanceof HTMLElement) before.focus()
      })
    }
  }, [])
  // What a dialog first has to read comes later: until somebody has gone on from its title, it begins at its field.
  useLayoutEffect(() => {
    if (document.activeElement !== dialog.current?.querySelector('h2')) return
    const find = (what: string) => body.current?.querySelector<HTMLElement>(what)
    const target = find('[data-autofocus]') ?? find(firstField)
    target?.focus()
    if (target instanceof HTMLInputElement && target.dataset.autofocus) enter(typed.current, target)
    typed.current = ''
  })

  function leave(event: SyntheticEvent) {
    // A file chooser's cancel bubbles up to here too.
    if (event.target !== dialog.current) return
    event.preventDefault()
    onClose()
  }

  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      onCancel={leave}
      className={classNames(
        'enter-softly m-0 h-dvh max-h-none w-full max-w-none flex-col border-line bg-surface open:flex',
        'sm:m-auto sm:h-fit sm:max-h-[calc(100dvh-3rem)] sm:rounded-lg sm:border',
        widths[size],
      )}
    >
      <header className="flex items-start gap-3 border-b border-line px-4 py-2.5">
        <div className="min-w-0 grow py-1.5">
          <h2
            id={`${id}-title`}
            tabIndex={-1}
            onKeyDown={(event) => {
              const { key, ctrlKey, metaKey, altKey } = event
              if (key === 'Backspace') typed.current = typed.current.slice(0, -1)
              else if (key.length === 1 && !ctrlKey && !metaKey && !altKey) typed.current += key
            }}
            className="text-lg font-semibold outline-none"
          >
            {title}
          </h2>
          {description && (
            <p id={`${id}-description`} className="text-soft">
              {description}
            </p>
          )}
        </div>
        <IconButton icon="close" label={t('close')} onClick={onClose} className="-mr-2" />
      </header>
      <div ref={body} className="flex grow flex-col gap-4 overflow-y-auto px-4 py-4">
        {children}
      </div>
      {footer && (
        <footer className="flex flex-wrap justify-end gap-2 border-t border-line bg-ground px-4 py-3 sm:rounded-b-lg">
          {footer}
        </footer>
      )}
    </dialog>
  )
}

/** What was typed while the dialog still read: it is the field's, as if that had been there. */
function enter(text: string, field: HTMLInputElement): void {
  if (text === '') return
  field.setRangeText(text, 0, field.value.length, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
