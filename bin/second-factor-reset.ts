/** `npm run second-factor:reset -- <email>`: prints a code that takes a lost second factor away. Exits 0, or 2 with words. */
import { createHouse, openHouseContext } from '../lib/access/house'
import { isDeskError } from '../lib/errors/desk-error'
import { silentLog } from '../lib/log/log'
import { makeFactorResetCode } from '../lib/staff/make-factor-reset-code'
import { systemClock } from '../lib/time/clock'
import { leave, openOrLeave } from './open-or-leave'

const [email] = process.argv.slice(2)
if (email === undefined) leave('Whose? npm run second-factor:reset -- name@hotel.example')

const { given, home, sealer } = await openOrLeave(
  'Stop the server, run this again, then start it: the code is good for 30 minutes from now on.',
)
const house = createHouse({
  home,
  sealer,
  clock: systemClock,
  log: silentLog,
  publicUrl: given.PUBLIC_URL,
  headsFile: given.AUDIT_HEADS_FILE,
})
try {
  const ctx = openHouseContext(house, { kind: 'system', part: 'console' })
  const { name, code } = await makeFactorResetCode(ctx, { email })
  process.stdout.write(
    `Code for ${name}: ${code}\n` +
      'They sign in with their password and type it in place of the second step: authenticator app, passkeys and recovery\n' +
      'codes are gone then, and setting up new ones comes first. Good for 30 minutes and ten tries.\n',
  )
} catch (error) {
  if (!isDeskError(error) || error.code !== 'not-found') throw error
  process.stderr.write(`No active account with a second factor has the email ${email}.\n`)
  process.exitCode = 2
} finally {
  house.background.stop()
  await house.background.settled()
  await home.close()
}
