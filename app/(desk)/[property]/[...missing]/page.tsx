import { notFound } from 'next/navigation'
import { deskPage } from '@/app/_entry/desk-page'

/** An address below a property that leads nowhere keeps the property's navigation. */
export default deskPage(async () => notFound())
