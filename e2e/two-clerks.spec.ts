import { expectDone } from './fixtures/codes'
import { expect, test } from './fixtures/test'

test('two clerks have the dialog of one door open: the second reads of the first, keeps what is typed, and presses again (I27)', async ({
  page,
  signIn,
  openAs,
  expectAccessible,
}) => {
  test.setTimeout(120_000)
  await signIn(page, 'clerk')
  const other = await openAs('manager')
  const open = async (at: typeof page, guest: string) => {
    await at.getByRole('button', { name: 'Issue code for 306', exact: true }).click()
    const dialog = at.getByRole('dialog')
    await dialog.getByLabel('For', { exact: true }).fill(guest)
    return dialog
  }
  const [mine, theirs] = [await open(page, 'Ada Byron'), await open(other, 'Grace Hopper')]
  await expect(mine.getByText('Grace Hopper')).toHaveCount(0)
  await theirs.getByRole('button', { name: 'Issue code' }).click()
  await expectDone(theirs)

  await mine.getByRole('button', { name: 'Issue code' }).click()
  await expect(mine.getByText('There is something new to know before this is done.')).toBeVisible()
  await expect(mine.getByText(/Grace Hopper works until/)).toBeVisible()
  await expect(mine.getByLabel('For', { exact: true })).toHaveValue('Ada Byron')
  await expectAccessible(page)
  await mine.getByRole('button', { name: 'Issue code' }).click()
  await expectDone(mine)
})
