import { chromium } from '@playwright/test'
import type { Hotel } from '../e2e/fixtures/hotel'

/** Signs somebody in through the page and gives the cookie header, for requests without a browser. */
export async function cookieOf(hotel: Hotel, who: string): Promise<string> {
  const person = hotel.people[who]
  if (!person) throw new Error(`nobody is called ${who}`)
  const browser = await chromium.launch({
    ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  try {
    const page = await browser.newPage()
    await page.goto(`${hotel.url}/sign-in`)
    await page.getByLabel('Email').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${hotel.url}/${hotel.slug}`)
    const cookies = await page.context().cookies()
    return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  } finally {
    await browser.close()
  }
}
