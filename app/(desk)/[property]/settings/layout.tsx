import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { StandingNotice } from '@/components/shell/standing-notice'
import type { Permission } from '@/lib/access/permissions'
import { mayDo } from '@/lib/access/require-permission'
import { isPlainNetworkAddress } from '@/lib/auth/own-origin'
import { SettingsTabs } from './settings-tabs'

const parts: readonly {
  part: string
  name: 'property' | 'lockServer' | 'callback' | 'privacy' | 'rooms' | 'staff' | 'me'
  needs?: Permission
}[] = [
  { part: 'property', name: 'property', needs: 'settings.see' },
  { part: 'lock-server', name: 'lockServer', needs: 'connection.see' },
  { part: 'callback', name: 'callback', needs: 'connection.see' },
  { part: 'rooms', name: 'rooms', needs: 'settings.see' },
  { part: 'staff', name: 'staff', needs: 'staff.see' },
  { part: 'privacy', name: 'privacy', needs: 'settings.see' },
  { part: 'me', name: 'me' },
]

export default deskPage(async (ctx, { children }: LayoutProps<'/[property]/settings'>) => {
  const [t, notice] = [await getTranslations('settings'), await getTranslations('shell.notice')]
  const tabs = parts
    .filter(({ needs }) => needs === undefined || mayDo(ctx, needs))
    .map(({ part, name }) => ({ href: `/${ctx.property.slug}/settings/${part}`, label: t(`tabs.${name}`) }))
  return (
    <>
      {isPlainNetworkAddress(ctx.publicUrl) && <StandingNotice>{notice('insecure')}</StandingNotice>}
      <SettingsTabs label={t('parts')} tabs={tabs} />
      {children}
    </>
  )
})
