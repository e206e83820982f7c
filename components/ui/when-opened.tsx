import { type ComponentType, lazy, Suspense } from 'react'

/**
 * A component whose script loads when it is first rendered, for dialogs and pickers that most visits never open:
 * `whenOpened(() => import('./x').then((module) => module.X))`. Render it only while open; a third of next/dynamic's cost.
 */
export function whenOpened<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Late = lazy(async () => ({ default: await load() })) as unknown as ComponentType<Props>
  return function WhenOpened(props: Props) {
    return (
      <Suspense fallback={null}>
        <Late {...props} />
      </Suspense>
    )
  }
}
