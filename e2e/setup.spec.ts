import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keydeskSettings, startKeydesk } from './fixtures/hotel'
import { freePort, type Program } from './fixtures/programs'
import { expect, test } from './fixtures/test'

/** The code that the process printed for whoever stands at its console. */
async function printedCode(server: Program): Promise<string> {
  const printed = () => /enter this setup code[^\n]*\n\s*\n\s+(\S+)\s*\n/.exec(server.output())?.[1] ?? ''
  await expect.poll(printed).not.toBe('')
  return printed()
}

test('the first account is made with the setup code from the console, runs the desk too, and closes the set-up', async ({
  page,
  expectAccessible,
}) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kd-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const server = await startKeydesk(keydeskSettings(port, dataDir))
  try {
    const code = await printedCode(server)
    await page.goto(url)
    await page.waitForURL(`${url}/setup`)
    await expectAccessible(page)
    await page.getByLabel('Setup code').fill('not-the-code')
    await page.getByLabel('Your name').fill('Ines Inn')
    await page.getByLabel('Email').fill('ines@inn.test')
    await page.getByLabel('Password', { exact: true }).fill('short')
    await page.getByLabel('Name of the hotel').fill('Zum goldenen Löwen')
    await expect(page.getByLabel('Time zone of the hotel')).toHaveValue('Europe/Berlin')
    await page.getByLabel('I also run the desk').check()
    await page.getByRole('button', { name: 'Create the account' }).click()
    await expect(page.getByText('The password is too short.').first()).toBeVisible()
    await page.getByLabel('Password', { exact: true }).fill('four words of my own')
    await page.getByRole('button', { name: 'Create the account' }).click()
    await expect(page.getByText('This setup code is not right or has run out.').first()).toBeVisible()
    await expectAccessible(page)
    await page.getByLabel('Setup code').fill(code)
    await page.getByRole('button', { name: 'Create the account' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Desk' })).toBeVisible()
    await expect(page).toHaveURL(/\/zum-goldenen-l[a-z]*wen$/)
    await expect(page.getByText('No locks yet').first()).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Your account: Ines Inn' }).click()
    await expect(page.getByText('Administrator, Manager, Front desk')).toBeVisible()
    await page.keyboard.press('Escape')
    const closed = await page.context().request.get(`${url}/setup`)
    expect(await closed.text()).toContain('Setting up is finished.')
    // Her work at the desk is hers at once: the Lock Server is connected by the same person.
    await page.getByRole('link', { name: 'Connect the Lock Server' }).first().click()
    await expect(page.getByLabel('Address of the Lock Server')).toBeEditable()
  } finally {
    await page.goto('about:blank')
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
