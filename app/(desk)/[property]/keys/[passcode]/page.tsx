import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { QueryProvider } from '@/components/shell/query-provider'
import { PageHeader } from '@/components/ui/page-header'
import { TextLink } from '@/components/ui/text-link'
import { mayDo } from '@/lib/access/require-permission'
import { getGuestKey } from '@/lib/guest-keys/queries'
import { isId } from '@/lib/ids/ids'
import { getInstruction } from '@/lib/instructions/queries'
import { codeHouse } from '../../code-house'
import { CodeScreen } from './code-screen'
import { GuestKeyScreen } from './guest-key-screen'
import { readCode } from './read-code'

export const generateMetadata = async () => ({ title: (await getTranslations('keys'))('title') })

/** One code with everything that can be done with it, or one mobile key: both are rows of *Keys*. */
export default deskPage(async (ctx, { params }: PageProps<'/[property]/keys/[passcode]'>) => {
  const { passcode: id } = await params
  const { slug, timeZone } = ctx.property
  const t = await getTranslations()
  const back = <TextLink href={`/${slug}/keys`}>{t('passcodes.page.back')}</TextLink>
  if (isId('guestKey', id)) {
    const key = await getGuestKey(ctx, id)
    const instruction = await getInstruction(ctx, key.instructionId)
    return (
      <ClientMessages namespaces={['keys', 'guestKeys', 'instructions']}>
        <PageHeader back={back} title={t('keys.guestKey.title', { door: key.doorLabel })} />
        <GuestKeyScreen
          slug={slug}
          zone={timeZone}
          view={key}
          instruction={instruction}
          now={ctx.now}
          mayDismiss={mayDo(ctx, 'instruction.dismiss')}
          mayShow={mayDo(ctx, 'guest-key.issue')}
        />
      </ClientMessages>
    )
  }
  if (!isId('passcode', id)) notFound()
  const view = await readCode(ctx, id)
  const { doorLabel, guestName, bookingNumber } = view.code
  return (
    <QueryProvider>
      <ClientMessages namespaces={['keys', 'passcodes', 'instructions', 'reasons']}>
        <PageHeader
          back={back}
          title={t('passcodes.page.title', { door: doorLabel })}
          subtitle={<bdi>{[guestName, bookingNumber].filter(Boolean).join(' · ')}</bdi>}
        />
        <CodeScreen key={id} view={view} house={codeHouse(ctx)} />
      </ClientMessages>
    </QueryProvider>
  )
})
