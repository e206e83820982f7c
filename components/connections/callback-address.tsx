import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { TextField } from '@/components/ui/text-field'
import type { CallbackView } from '@/lib/connections/contract'

export interface CallbackAddressProps {
  callback: CallbackView
  busy: boolean
  onNewPart: (() => void) | null
}

/** Where the Lock Server is to call; a login tells it by itself, some vendors want it by hand. */
export function CallbackAddress({ callback: { address, sender }, busy, onNewPart }: CallbackAddressProps) {
  const t = useTranslations('connections.callback')
  return (
    <div className="flex flex-col gap-3">
      <TextField
        label={t('address')}
        hint={sender === 'path' ? t('addressSecret') : t('addressHint')}
        value={address}
        readOnly
        inputClassName="font-mono text-sm"
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="flex flex-wrap gap-2">
        <CopyButton text={address} label={t('copy')} />
        {onNewPart && (
          <Button icon="refresh" busy={busy} onClick={onNewPart}>
            {t('newPart.button')}
          </Button>
        )}
      </div>
    </div>
  )
}
