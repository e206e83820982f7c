import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('.', import.meta.url)),
      // Throws by design outside Next's own bundling of server code.
      'server-only': fileURLToPath(new URL('node_modules/server-only/empty.js', import.meta.url)),
    },
  },
  test: {
    include: ['{lib,emulator,app,components,bin,bench}/**/*.test.{ts,tsx}', '*.test.ts'],
    exclude: ['node_modules', '.next'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    setupFiles: ['lib/testing/noise-fails.ts'],
    globalSetup: ['lib/testing/end-of-run.ts'],
  },
})
