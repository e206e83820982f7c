'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Button } from './button'

export interface CopyButtonProps {
  text: string
  /** Default "Copy". */
  label?: string
  size?: 'small' | 'regular'
}

/** Copies; over plain http, where browsers have no clipboard, shows the text selected and says which keys copy it. */
export function CopyButton({ text, label, size = 'regular' }: CopyButtonProps) {
  const t = useTranslations('ui.copy')
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'by-hand'>('none')
  const field = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (outcome === 'by-hand') field.current?.select()
    if (outcome !== 'copied') return
    const timer = setTimeout(() => setOutcome('none'), 4000)
    return () => clearTimeout(timer)
  }, [outcome])

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setOutcome('copied')
    } catch {
      setOutcome('by-hand')
    }
  }

  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button size={size} icon={outcome === 'copied' ? 'check' : 'copy'} onClick={copy}>
        {outcome === 'copied' ? t('copied') : (label ?? t('copy'))}
      </Button>
      {outcome === 'by-hand' && (
        <input
          ref={field}
          readOnly
          value={text}
          aria-label={t('text')}
          size={Math.min(Math.max(text.length, 8), 40)}
          onFocus={(event) => event.currentTarget.select()}
          className="field-box w-auto max-w-full font-mono"
        />
      )}
      <span role="status" className={outcome === 'by-hand' ? 'text-sm text-soft' : 'sr-only'}>
        {outcome === 'by-hand' ? t('byHand') : outcome === 'copied' ? t('copied') : ''}
      </span>
    </span>
  )
}
