import 'server-only'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { RefusedPage } from '@/components/shell/refused-page'
import type { DeskContext, HouseContext } from '@/lib/access/context'
import { isRole } from '@/lib/access/permissions'
import type { OpenedRequest } from '@/lib/auth/open-request'
import { safePath } from '@/lib/auth/own-origin'
import { isDeskError } from '@/lib/errors/desk-error'
import { openPage } from './request-facts'
import { underRequestId } from './under-request-id'

interface DeskProps {
  params: Promise<{ property: string }>
}

/** A page or layout at a property: signed out → sign-in and back, locked → unlock and back; not a member → not found; a refusal of the verb → who may. */
export function deskPage<P extends DeskProps>(render: (ctx: DeskContext, props: P) => Promise<ReactNode>) {
  return async function DeskPage(props: P): Promise<ReactNode> {
    const ctx = await deskOf((await props.params).property)
    return underRequestId(ctx.requestId, () => refusalsToldBy(() => render(ctx, props)))
  }
}

/** A page of the person at no property in particular: own account, list of properties. */
export function personPage(render: (ctx: HouseContext) => Promise<ReactNode>) {
  return housePage(async (opened) => {
    await sendToSignIn(opened)
    return render(opened.house)
  })
}

/** A page outside any property, for whoever comes. */
export function housePage<P>(render: (opened: OpenedRequest, props: P) => Promise<ReactNode>) {
  return async function HousePage(props: P): Promise<ReactNode> {
    const opened = await openPage(null)
    return underRequestId(opened.house.requestId, () => render(opened, props))
  }
}

/** The context at a property; leaves for sign-in or not-found by itself. */
async function deskOf(slug: string): Promise<DeskContext> {
  const opened = await openPage(slug)
  await sendToSignIn(opened)
  return opened.desk ?? notFound()
}

async function sendToSignIn(opened: OpenedRequest): Promise<void> {
  if (opened.signedIn?.oneTimePassword) redirect('/new-password')
  if (opened.signedIn?.secondFactor.state === 'missing') redirect('/second-factor')
  if (opened.signedIn) return
  const to = safePath((await headers()).get('x-keydesk-path'))
  if (opened.locked) redirect(`/locked?${new URLSearchParams({ to: to ?? '/' })}`)
  const query = new URLSearchParams({ ...(to && to !== '/' && { to }), ...(opened.sessionEnded && { ended: '1' }) })
  redirect(query.size > 0 ? `/sign-in?${query}` : '/sign-in')
}

async function refusalsToldBy(render: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await render()
  } catch (error) {
    if (!isDeskError(error)) throw error
    if (error.code === 'not-found') notFound()
    if (error.code !== 'not-allowed') throw error
    const { roles } = error.details
    return <RefusedPage roles={Array.isArray(roles) ? roles.filter(isRole) : []} />
  }
}
