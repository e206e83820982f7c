import { PHASE_PRODUCTION_SERVER } from 'next/constants.js'

// No telemetry, of a build by hand either (SECURITY.md): read after this file.
process.env.NEXT_TELEMETRY_DISABLED = '1'

const nextIntl = {
  requestConfig: './messages/request.ts',
  experimental: {
    // Messages are compiled while building, so that no page carries an ICU parser.
    messages: { path: './messages', format: 'json', locales: ['en', 'de'], precompile: true },
  },
}

// Sent with every answer, static files included. What depends on the request (a page's CSP, HSTS) is proxy.ts.
const fixedHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // Not `no-referrer`: form posts would then carry a null Origin and be refused.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=()',
  },
]

// Of routes: nothing in them is a page, even if somebody opens one as that. Pages have theirs from proxy.ts, with a nonce.
const routePolicy = {
  key: 'Content-Security-Policy',
  value: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // Development would print the arguments of actions, passwords included.
  logging: { serverFunctions: false },
  compress: true,
  reactStrictMode: true,
  images: { unoptimized: true },
  devIndicators: false,
  serverExternalPackages: ['@electric-sql/pglite', '@node-rs/argon2', 'pg-boss', 'pg', 'pino', 'nodemailer'],
  // A door that calls with a slash too many is answered, not redirected: it would not follow.
  skipTrailingSlashRedirect: true,
  experimental: {
    // Above the 1 MB limit of actions, so that theirs is the one that speaks.
    proxyClientMaxBodySize: '2mb',
  },
  headers: async () => [
    { source: '/:path*', headers: fixedHeaders },
    { source: '/api/:path*', headers: [routePolicy] },
  ],
}

/** The plugin does its work while building, and brings a compiler that a running server would keep in memory. */
export default async function configure(phase) {
  if (phase === PHASE_PRODUCTION_SERVER) return config
  const { default: createNextIntlPlugin } = await import('next-intl/plugin')
  return createNextIntlPlugin(nextIntl)(config)
}
