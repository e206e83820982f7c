import { deskPress } from '@/app/_entry/desk-press'
import { unlockDoor } from '@/lib/unlocks/unlock-door'

export const POST = deskPress(unlockDoor)
