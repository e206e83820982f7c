import { deskPress } from '@/app/_entry/desk-press'
import { enterInEmergency } from '@/lib/unlocks/enter-in-emergency'

export const POST = deskPress(enterInEmergency)
