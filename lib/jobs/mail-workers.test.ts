import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { notices, people, staffRoles } from '../db/schema/staff'
import type { Id } from '../ids/ids'
import { mailNotice } from '../messages/mail-notice'
import { getMailStanding } from '../messages/queries'
import { sendMail } from '../messages/send-mail'
import { createMailer } from '../messages/smtp-transport'
import { sweepMails } from '../messages/sweep-mails'
import { mailTries } from '../queue/contract'
import { addPerson } from '../staff/add-person'
import { disablePerson } from '../staff/disable-person'
import { startMailServer } from '../testing/mail-server'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { dayMs } from '../time/clock'
import { mailWorkers } from './mail-workers'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function deskWithMail(kind: Parameters<typeof openDesk>[0]) {
  const desk = await openDesk(kind)
  const server = await startMailServer()
  open.push(desk, server)
  desk.house.mailer = createMailer(server.settings)
  return { desk, server }
}

/** Somebody is added; the notice's id. */
async function addSomebody(desk: TestDesk, name = 'Nora New'): Promise<Id<'notice'>> {
  await addPerson(desk.as('administrator'), { name, email: 'nora@new.test', roles: ['manager'] })
  const rows = await desk.system.db.select({ id: notices.id }).from(notices)
  return rows.at(-1)!.id
}
const waiting = async (desk: TestDesk) => {
  const { rows } = await desk.system.db.execute<{ id: Id<'mail'>; to_address: string }>(
    'select id, to_address from mails order by to_address',
  )
  return rows
}
const signal = new AbortController().signal

describe.each(await homesUnderTest())('notices by mail, on %s', (kind) => {
  test('every active manager of the property gets one, once, in their language; nobody else, and no guest or secret', async () => {
    const { desk, server } = await deskWithMail(kind)
    const { db } = desk.system
    const { personId } = desk.people.manager
    await db.update(people).set({ locale: 'de' }).where(eq(people.id, personId))
    const id = await addSomebody(desk, 'Nora\r\nBcc: thief@example.com')
    await mailNotice(desk.system, id)
    await mailNotice(desk.system, id)
    // The new one is a manager too.
    const mails = await waiting(desk)
    expect(mails.map(({ to_address }) => to_address)).toEqual(['manager@aurora.test', 'nora@new.test'])
    for (const { id } of mails) await sendMail(desk.system, id, { attempt: 1, signal })
    for (const { id } of mails) await sendMail(desk.system, id, { attempt: 2, signal })
    expect(server.mails.map(({ to }) => to)).toEqual([['manager@aurora.test'], ['nora@new.test']])
    const [german, english] = server.mails
    expect(english!.text).toContain('added Nora Bcc: thief@example.com')
    expect(english!.text).toContain('http://localhost:3000/hotel-aurora/notices')
    expect(german!.text).toContain('hinzugefügt')
    expect(german!.raw).not.toMatch(/^Bcc:/im)
    expect((await getMailStanding(desk.as('manager'))).recent.map(({ state }) => state)).toEqual(['sent', 'sent'])
  })

  test('who was disabled, or manages the property no more, when the mail goes is not written to, and the mail is gone', async () => {
    const { desk, server } = await deskWithMail(kind)
    const id = await addSomebody(desk)
    await mailNotice(desk.system, id)
    const [{ personId } = { personId: null }] = await desk.system.db
      .select({ personId: people.id })
      .from(people)
      .where(eq(people.email, 'nora@new.test'))
    await disablePerson(desk.as('administrator'), { personId: personId! })
    const manager = eq(staffRoles.personId, desk.people.manager.personId)
    await desk.system.db.update(staffRoles).set({ role: 'auditor' }).where(manager)
    for (const mail of await waiting(desk)) await sendMail(desk.system, mail.id, { attempt: 1, signal })
    expect(server.mails).toEqual([])
    expect((await waiting(desk)).map(({ to_address }) => to_address)).toEqual([])
  })

  test('a mail that fails is tried again, then a state that a manager sees; it never throws anything but its kind', async () => {
    const { desk, server } = await deskWithMail(kind)
    await mailNotice(desk.system, await addSomebody(desk))
    await server.close()
    open.splice(open.indexOf(server), 1)
    const [{ id } = { id: '' as Id<'mail'> }] = await waiting(desk)
    const standing = async () => (await getMailStanding(desk.as('manager'))).recent.find((mail) => mail.id === id)
    await expect(sendMail(desk.system, id, { attempt: 1, signal })).rejects.toThrow(/^not-reached$/)
    expect(await standing()).toMatchObject({ state: 'waiting', fault: 'not-reached' })
    await expect(sendMail(desk.system, id, { attempt: mailTries, signal })).rejects.toThrow(/^not-reached$/)
    expect(await standing()).toMatchObject({ state: 'failed', fault: 'not-reached' })
    // Given up: nothing is sent any more.
    await sendMail(desk.system, id, { attempt: 1, signal })
  })

  test('without a mail server nothing is written or sent, and the settings say so', async () => {
    const desk = await openDesk(kind)
    open.push(desk)
    await mailWorkers(desk.house)['notice-recorded'](
      { noticeId: await addSomebody(desk) },
      { jobId: 'x', attempt: 1, signal },
    )
    expect(await waiting(desk)).toEqual([])
    expect(await getMailStanding(desk.as('manager'))).toEqual({ server: null, recent: [] })
  })

  test('what nobody sent within a day has failed; after thirty days it is gone with its address', async () => {
    const { desk } = await deskWithMail(kind)
    await mailNotice(desk.system, await addSomebody(desk))
    await desk.clock.advance(dayMs + 1)
    expect(await sweepMails(desk.outside('system'))).toBe(0)
    const { recent } = await getMailStanding(desk.as('manager'))
    expect(recent.map(({ state, fault }) => [state, fault])).toEqual([
      ['failed', 'overdue'],
      ['failed', 'overdue'],
    ])
    await desk.clock.advance(30 * dayMs)
    expect(await sweepMails(desk.outside('system'))).toBe(2)
  })
})
