import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** Where a program of that name is installed; null when it is not. */
export function installed(name: string): string | null {
  try {
    return execFileSync('which', [name], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

/** CHROMIUM_PATH, an installed Chromium, or Playwright's own; null when there is none. */
export function findChromium(): string | null {
  const own = chromium.executablePath()
  const named = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(installed).find(Boolean)
  return process.env.CHROMIUM_PATH ?? named ?? (existsSync(own) ? own : null)
}
