import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { HouseMessages } from '@/components/shell/client-messages'
import { IconSheet } from '@/components/ui/icon-sheet'
import { ToastRegion } from '@/components/ui/toast-region'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Keydesk', template: '%s · Keydesk' },
  applicationName: 'Keydesk',
  icons: { icon: '/favicon.svg' },
  manifest: '/manifest.webmanifest',
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, date: false, address: false, email: false },
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f5f5f2' },
    { media: '(prefers-color-scheme: dark)', color: '#141615' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Reading the nonce also makes every page dynamic: one rendered while building would carry none and run no script.
  const [sent, locale] = await Promise.all([headers(), getLocale()])
  const nonce = sent.get('x-nonce') ?? ''
  return (
    <html lang={locale}>
      <head>
        {/* React Aria reads the nonce for its style elements here. */}
        <meta property="csp-nonce" content={nonce} />
      </head>
      <body>
        <IconSheet />
        <HouseMessages>
          {children}
          <ToastRegion />
        </HouseMessages>
      </body>
    </html>
  )
}
