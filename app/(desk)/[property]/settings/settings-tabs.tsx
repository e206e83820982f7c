'use client'

import { usePathname } from 'next/navigation'
import { NavTabs } from '@/components/ui/nav-tabs'

/** A layout does not learn which page it frames; the browser knows. */
export function SettingsTabs({ label, tabs }: { label: string; tabs: readonly { href: string; label: string }[] }) {
  const path = usePathname()
  const current = (href: string) => path === href || path.startsWith(`${href}/`)
  return <NavTabs label={label} tabs={tabs.map((tab) => ({ ...tab, current: current(tab.href) }))} />
}
