'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { TextField, type TextFieldProps } from '@/components/ui/text-field'

/** A password with *Show*: long ones are typed right at the first try when they can be seen. */
export function PasswordField(props: Omit<TextFieldProps, 'type' | 'trailing'>) {
  const t = useTranslations('signIn.password')
  const [shown, setShown] = useState(false)
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      trailing={
        <Button aria-pressed={shown} aria-label={t('showLabel')} onClick={() => setShown(!shown)}>
          {shown ? t('hide') : t('show')}
        </Button>
      }
    />
  )
}
