import { redirect } from 'next/navigation'
import { deskPage } from '@/app/_entry/desk-page'
import { mayDo } from '@/lib/access/require-permission'

/** The first part that one may see. */
export default deskPage(async (ctx, _props: PageProps<'/[property]/settings'>) =>
  redirect(`/${ctx.property.slug}/settings/${mayDo(ctx, 'settings.see') ? 'property' : 'me'}`),
)
