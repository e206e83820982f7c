import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { QueryProvider } from '@/components/shell/query-provider'
import { PageHeader } from '@/components/ui/page-header'
import { TextLink } from '@/components/ui/text-link'
import { isId } from '@/lib/ids/ids'
import { codeHouse } from '../../../code-house'
import { readCode } from '../read-code'
import { SlipScreen } from './slip-screen'
import './slip.css'

export const generateMetadata = async () => ({ title: (await getTranslations('passcodes'))('slip.title') })

/** The guest's slip. The page itself holds no digits: they come with the press on *Print*, recorded. */
export default deskPage(async (ctx, { params }: PageProps<'/[property]/keys/[passcode]/slip'>) => {
  const { passcode: id } = await params
  if (!isId('passcode', id)) notFound()
  const view = await readCode(ctx, id)
  const t = await getTranslations('passcodes')
  const { slug, name } = ctx.property
  return (
    <QueryProvider>
      <ClientMessages namespaces={['passcodes']}>
        <div className="no-print">
          <PageHeader
            back={<TextLink href={`/${slug}/keys/${id}`}>{t('page.title', { door: view.code.doorLabel })}</TextLink>}
            title={t('slip.title')}
          />
        </div>
        <SlipScreen view={view} house={codeHouse(ctx)} propertyName={name} />
      </ClientMessages>
    </QueryProvider>
  )
})
