import { getLocale, getTranslations } from 'next-intl/server'
import { StandingNotice } from '@/components/shell/standing-notice'
import { LinkButton } from '@/components/ui/link-button'
import type { DeskContext } from '@/lib/access/context'
import type { SignedIn } from '@/lib/auth/find-signed-in'
import { getOwnFactors } from '@/lib/staff/queries'
import { sayWholeMoment } from '@/lib/time/say-moment'

/** Above every page: until when a second factor is to be set up, and that a recovery code opened this session. */
export async function FactorNotice({ ctx, signedIn }: { ctx: DeskContext; signedIn: SignedIn }) {
  const { secondFactor, factorShown } = signedIn
  if (secondFactor.state !== 'until' && factorShown !== 'recovery-code') return null
  const t = await getTranslations('shell.factorNotice')
  const href = `/${ctx.property.slug}/settings/me`
  if (secondFactor.state === 'until') {
    const date = sayWholeMoment(secondFactor.at, { zone: ctx.property.timeZone, locale: await getLocale() })
    return (
      <StandingNotice
        actions={
          <LinkButton size="small" href={href}>
            {t('setUp')}
          </LinkButton>
        }
      >
        <strong className="font-semibold">{t('title', { date })}</strong> {t('text')}
      </StandingNotice>
    )
  }
  const { recoveryCodesLeft } = await getOwnFactors(ctx)
  return (
    <StandingNotice
      actions={
        <LinkButton size="small" href={href}>
          {t('look')}
        </LinkButton>
      }
    >
      <strong className="font-semibold">{t('recovery', { n: recoveryCodesLeft })}</strong> {t('recoveryText')}
    </StandingNotice>
  )
}
