'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useContext, useId, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { buttonLook } from '@/components/ui/button-look'
import { Icon } from '@/components/ui/icon'
import { Link } from '@/components/ui/link'
import type { Role } from '@/lib/access/permissions'
import { locales } from '@/messages/locales'
import { ScreenLockContext } from './screen-lock'

/** A server action that a <form> can post to, also before script has loaded. */
export type FormAction = (form: FormData) => void | Promise<void>

export interface PersonMenuProps {
  name: string
  roles: readonly Role[]
  /** The page with the list of one's own sign-ins. */
  sessionsHref?: string | undefined
  signOut: FormAction
  /** Gets a field `language`. */
  chooseLanguage: FormAction
}

/** Who is signed in, with which roles; language; lock; sign out. */
export function PersonMenu({ name, roles, sessionsHref, signOut, chooseLanguage }: PersonMenuProps) {
  const t = useTranslations('shell')
  const locale = useLocale()
  const id = useId()
  const panel = useRef<HTMLDivElement>(null)
  const screen = useContext(ScreenLockContext)
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={`${t('person.menu')}: ${name}`}
        title={name}
        className={buttonLook('quiet', 'regular', 'max-w-40 px-2 text-ink max-lg:w-9 xl:max-w-72')}
      >
        <Icon name="person" className="size-5" />
        <span className="truncate max-lg:hidden">{name}</span>
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className="enter-softly fixed inset-auto top-[calc(var(--bar)+0.25rem)] right-2 m-0 w-64 rounded-md border border-edge bg-surface p-3 shadow-lg"
      >
        <div className="flex flex-col gap-3">
          <div>
            <p className="sr-only">{t('person.signedInAs', { name })}</p>
            <p aria-hidden="true" className="font-semibold">
              {name}
            </p>
            <p className="text-soft">{roles.map((role) => t(`roles.${role}`)).join(', ')}</p>
          </div>
          <form action={chooseLanguage}>
            <fieldset className="flex gap-1">
              <legend className="mb-1 text-sm text-soft">{t('person.language')}</legend>
              {locales.map((choice) => (
                <button
                  key={choice}
                  type="submit"
                  name="language"
                  value={choice}
                  lang={choice}
                  aria-pressed={choice === locale}
                  className={buttonLook('plain', 'small', choice === locale ? 'border-accent bg-accent-tint' : '')}
                >
                  {choice === locale && <Icon name="check" />}
                  {t(`languages.${choice}`)}
                </button>
              ))}
            </fieldset>
          </form>
          {sessionsHref && (
            <Link
              href={sessionsHref}
              onClick={() => panel.current?.hidePopover()}
              className={buttonLook('plain', 'regular')}
            >
              {t('person.sessions')}
            </Link>
          )}
          {screen && (
            <Button
              icon="lock"
              aria-keyshortcuts="Control+Shift+L Meta+Shift+L"
              onClick={() => {
                panel.current?.hidePopover()
                screen.lock()
              }}
            >
              {t('person.lock')}
            </Button>
          )}
          <form action={signOut}>
            <Button type="submit" icon="sign-out" className="w-full">
              {t('person.signOut')}
            </Button>
          </form>
        </div>
      </div>
    </>
  )
}
