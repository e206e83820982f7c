import { type Settings, settingsShape } from '../state/settings'
import type { World } from '../state/world'
import { controlRoute, noInput } from './control-route'

export type SettingsControl = ReturnType<typeof settingsControl>

export function settingsControl({ settings }: World) {
  const view = (): Settings => ({ ...settings })
  return {
    view,
    /** Changes some settings; they take effect with the next request. */
    change(some: Partial<Settings>): Settings {
      Object.assign(settings, settingsShape.partial().parse(some))
      return view()
    },
  }
}

export function settingsRoutes(control: SettingsControl) {
  return [
    controlRoute('GET', '/settings', noInput, () => control.view()),
    controlRoute('PATCH', '/settings', settingsShape.partial(), (some) => control.change(some)),
  ]
}
