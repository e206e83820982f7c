import activity from './de/activity.json'
import connections from './de/connections.json'
import desk from './de/desk.json'
import errors from './de/errors.json'
import faults from './de/faults.json'
import gateways from './de/gateways.json'
import guestKeys from './de/guest-keys.json'
import instructions from './de/instructions.json'
import keys from './de/keys.json'
import locks from './de/locks.json'
import notices from './de/notices.json'
import passcodes from './de/passcodes.json'
import permanentKeys from './de/permanent-keys.json'
import privacy from './de/privacy.json'
import reasons from './de/reasons.json'
import rooms from './de/rooms.json'
import search from './de/search.json'
import settings from './de/settings.json'
import sharedKeys from './de/shared-keys.json'
import shell from './de/shell.json'
import signIn from './de/sign-in.json'
import staff from './de/staff.json'
import stays from './de/stays.json'
import ui from './de/ui.json'
import unlocks from './de/unlocks.json'

/** German: one file per noun. */
export const german = {
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
