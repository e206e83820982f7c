import { useTranslations } from 'next-intl'
import { RadioGroup } from '@/components/ui/radio-group'
import { TextArea } from '@/components/ui/text-area'
import { trustKinds } from '@/lib/connections/contract'
import type { ConnectionDraft } from './connection-draft'
import { Sha256Text } from './sha256-text'

export interface TrustFieldsProps {
  draft: ConnectionDraft
  change: (part: Partial<ConnectionDraft>) => void
  /** Digest of the authority's certificate that is stored; null = none. */
  storedCa: string | null
  readOnly: boolean
  errors: { pem: string | undefined; sha256: string | undefined }
}

/** Whose certificate is believed (R18). No choice turns the check off. */
export function TrustFields({ draft, change, storedCa, readOnly, errors }: TrustFieldsProps) {
  const t = useTranslations('connections.trust')
  const kinds = readOnly ? trustKinds.filter((kind) => kind === draft.trust) : trustKinds
  return (
    <div className="flex flex-col gap-4">
      <RadioGroup
        legend={t('legend')}
        name="trust"
        value={draft.trust}
        onValueChange={(value) => change({ trust: trustKinds.find((kind) => kind === value) ?? draft.trust })}
        options={kinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`), hint: t(`hints.${kind}`) }))}
      />
      {draft.trust === 'ca' && (
        <>
          {storedCa && (
            <div>
              <p className="text-sm text-soft">{t('storedCa')}</p>
              <Sha256Text sha256={storedCa} />
            </div>
          )}
          {!readOnly && (
            <TextArea
              label={t('pem')}
              hint={storedCa ? t('pemKeep') : t('pemHint')}
              rows={6}
              spellCheck={false}
              autoComplete="off"
              value={draft.pem}
              onChange={(event) => change({ pem: event.target.value })}
              error={errors.pem}
            />
          )}
        </>
      )}
      {draft.trust === 'pinned' && (
        <TextArea
          label={t('sha256')}
          hint={readOnly ? undefined : t('sha256Hint')}
          rows={3}
          spellCheck={false}
          autoComplete="off"
          readOnly={readOnly}
          value={draft.sha256}
          onChange={(event) => change({ sha256: event.target.value })}
          error={errors.sha256}
        />
      )}
    </div>
  )
}
