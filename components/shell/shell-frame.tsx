import type { ReactNode } from 'react'
import { ShortcutList } from '@/components/ui/shortcut-list'
import { CommandPalette } from './command-palette'
import { MainNavigation } from './main-navigation'
import type { Place } from './navigation'
import { PersonMenu, type PersonMenuProps } from './person-menu'
import { type PropertyChoice, PropertySwitcher } from './property-switcher'
import type { Search } from './search-contract'
import { SkipLink } from './skip-link'

export interface ShellFrameProps {
  property: PropertyChoice
  /** Every property in which the person works, this one included. */
  properties: readonly PropertyChoice[]
  places: readonly Place[]
  person: PersonMenuProps
  /** A server action: what fits a query, grouped. Without it there is no palette. */
  search?: Search
  /** StandingNotice, while there is one. */
  notice?: ReactNode
  children: ReactNode
}

/** Top bar, the page in its <main>, and on phones a bar at the foot. */
export function ShellFrame({ property, properties, places, person, search, notice, children }: ShellFrameProps) {
  return (
    <>
      <SkipLink />
      <header
        data-shell="bar"
        className="sticky top-0 z-30 flex h-(--bar) items-center gap-2 border-b border-line bg-surface px-3 sm:px-4 lg:gap-4"
      >
        <PropertySwitcher current={property} choices={properties} />
        <MainNavigation places={places} />
        <div className="ml-auto flex items-center gap-1 lg:gap-2">
          {search && <CommandPalette search={search} />}
          <PersonMenu {...person} />
        </div>
      </header>
      {notice}
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-[90rem] px-3 pt-4 pb-24 outline-none sm:px-4 md:pb-10"
      >
        {children}
      </main>
      <ShortcutList />
    </>
  )
}
