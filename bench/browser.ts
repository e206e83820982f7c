import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { findChromium } from '../bin/find-chromium'
import type { BenchHotel } from './bench-hotel'
import { personOf } from './signed-in'

export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
}

/** A browser's own cookies and tabs, with that person signed in through the form. */
export async function openSignedIn(browser: Browser, hotel: BenchHotel, who: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' })
  const { email, password } = personOf(hotel, who)
  const page = await context.newPage()
  await page.goto(`${hotel.url}/sign-in`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${hotel.url}/${hotel.slug}`)
  await page.close()
  return context
}
