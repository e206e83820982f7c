'use client'

import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { Button } from './button'
import { Icon } from './icon'
import { IconButton } from './icon-button'
import { dismissToast, type Toast, toastStore } from './toast'
import { toneIcon, toneText } from './tone'

const none: readonly Toast[] = []

/** Where toasts appear and are read out; the root layout has the only one. */
export function ToastRegion() {
  const t = useTranslations('ui')
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, () => none)
  return (
    <section
      aria-label={t('toast.region')}
      aria-live="polite"
      className="no-print pointer-events-none fixed inset-x-3 bottom-20 z-40 flex flex-col items-center gap-2 md:bottom-4"
    >
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className="enter-softly pointer-events-auto flex w-full max-w-lg items-center gap-2 rounded-md border border-edge bg-surface py-1 pr-1 pl-3 shadow-lg"
        >
          <Icon name={toneIcon[toast.tone]} className={toneText[toast.tone]} />
          <div className="min-w-0 grow py-1.5">{toast.text}</div>
          {toast.action && (
            <Button
              tone="quiet"
              size="small"
              onClick={() => {
                toast.action?.onPress()
                dismissToast(toast.id)
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton icon="close" label={t('toast.dismiss')} onClick={() => dismissToast(toast.id)} />
        </div>
      ))}
    </section>
  )
}
