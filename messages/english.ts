import activity from './en/activity.json'
import connections from './en/connections.json'
import desk from './en/desk.json'
import errors from './en/errors.json'
import faults from './en/faults.json'
import gateways from './en/gateways.json'
import guestKeys from './en/guest-keys.json'
import instructions from './en/instructions.json'
import keys from './en/keys.json'
import locks from './en/locks.json'
import notices from './en/notices.json'
import passcodes from './en/passcodes.json'
import permanentKeys from './en/permanent-keys.json'
import privacy from './en/privacy.json'
import reasons from './en/reasons.json'
import rooms from './en/rooms.json'
import search from './en/search.json'
import settings from './en/settings.json'
import sharedKeys from './en/shared-keys.json'
import shell from './en/shell.json'
import signIn from './en/sign-in.json'
import staff from './en/staff.json'
import stays from './en/stays.json'
import ui from './en/ui.json'
import unlocks from './en/unlocks.json'

/** English, the language that the keys are typed by: one file per noun. */
export const english = {
  activity,
  connections,
  desk,
  errors,
  faults,
  gateways,
  guestKeys,
  instructions,
  keys,
  locks,
  notices,
  passcodes,
  permanentKeys,
  privacy,
  reasons,
  rooms,
  search,
  settings,
  sharedKeys,
  shell,
  signIn,
  staff,
  stays,
  ui,
  unlocks,
}
