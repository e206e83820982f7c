import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { type CallbackView, type ConnectionTest, testFailures } from '@/lib/connections/contract'
import { english } from '@/messages/english'
import { german } from '@/messages/german'
import { CallbackForm } from './callback-form'
import { ConnectionForm } from './connection-form'
import { TestResult } from './test-result'

const never = () => Promise.reject(new Error('not pressed'))
const noWords = () => null

function html(node: ReactNode, locale: 'en' | 'de' = 'en'): string {
  return renderToString(
    <AppRouterContext.Provider value={{} as never}>
      <NextIntlClientProvider locale={locale} messages={locale === 'en' ? english : german} timeZone="UTC">
        {node}
      </NextIntlClientProvider>
    </AppRouterContext.Provider>,
  ).replaceAll('<!-- -->', '')
}

const works: ConnectionTest = {
  certificate: null,
  login: { ok: true },
  locks: { count: 52, unusable: ['../x'] },
  gateways: { count: 6, unusable: [] },
  fittingPathStyle: 'documented',
  clockDifferenceMs: 0,
}
const result = (test: ConnectionTest, onTrust: (() => void) | null = noWords) => (
  <TestResult test={test} pathStyle="documented" timeZone="UTC" now={15} onTrust={onTrust} onUseStyle={noWords} />
)

describe('Test connection', () => {
  test('tells login, both numbers, the fitting style, the clock and names that cannot be used', () => {
    const out = html(result(works))
    for (const words of [
      'Signed in',
      '52 locks',
      '6 gateways',
      'fits',
      'the same as ours',
      '1 name cannot be used in a call: ../x',
    ])
      expect(out).toContain(words)
  })

  test.each(testFailures)('says %s in words of both languages, the vendor’s own escaped in the details', (failure) => {
    const lost = { failure, vendorMessage: '<b>错误</b>' }
    const test = {
      ...works,
      login: { ok: false as const, ...lost },
      locks: lost,
      gateways: lost,
      fittingPathStyle: null,
    }
    expect(html(result(test))).toContain(english.connections.failures[failure])
    const out = html(result(test), 'de')
    expect(out).toContain(german.connections.failures[failure].slice(0, 20))
    expect(out).toContain('&lt;b&gt;错误')
    expect(out).not.toContain('<b>错误')
  })

  test('R18: an unknown certificate is shown whole to compare; only who may change is offered to trust it', () => {
    const certificate = {
      ...{ sha256: '0123456789abcdef'.repeat(4), subject: 'CN=lock', issuer: 'CN=lock', selfSigned: true },
      ...{ validFrom: 10, validUntil: 20, trusted: false },
    }
    const login = { ok: false as const, failure: 'certificate-not-trusted' as const, vendorMessage: null }
    const test = { ...works, certificate, login, fittingPathStyle: null }
    const out = html(result(test))
    expect(out.match(/01:23:45:67/g)).toHaveLength(4)
    expect(out).toContain('Compare it with the vendor’s')
    expect(out).toContain('It is the same: trust it')
    expect(html(result(test, null))).not.toContain('It is the same')
  })

  test('R2: the style that works is offered when it is the other one', () => {
    const wrong = { failure: 'wrong-path-style' as const, vendorMessage: null }
    const out = html(result({ ...works, locks: wrong, gateways: wrong, fittingPathStyle: 'servers' }))
    expect(out).toContain('“Below /servers” fits')
    expect(out).toContain('Use it')
  })
})

describe('the settings', () => {
  const form = (readOnly: boolean) => (
    <ConnectionForm
      saved={null}
      timeZone="Europe/Berlin"
      now={0}
      readOnly={readOnly}
      save={never}
      test={never}
      words={noWords}
      onSaved={noWords}
    />
  )
  test('a manager sees the connection without a field for the password and without Save', () => {
    expect(html(form(false))).toContain('type="password"')
    const out = html(form(true))
    expect(out).not.toContain('type="password"')
    expect(out).not.toContain('>Save')
  })

  const callback: CallbackView = {
    on: false,
    policy: 'refuse',
    days: 7,
    sender: 'path',
    address: 'http://10.0.0.9/api/lock-server/x/secret',
    mayRegister: false,
  }
  const sharing = (view: CallbackView, readOnly = false) => (
    <CallbackForm callback={view} readOnly={readOnly} save={never} words={noWords} />
  )
  test('R16: an address that may not be called is explained and cannot be switched on', () => {
    const out = html(sharing(callback))
    expect(out).toContain('The Lock Server may not call this address.')
    expect(out).toMatch(/type="checkbox"[^>]*disabled|disabled[^>]*type="checkbox"/)
    const safe = html(sharing({ ...callback, mayRegister: true }))
    expect(safe).not.toContain('may not call')
    expect(safe).not.toMatch(/type="checkbox"[^>]*disabled|disabled[^>]*type="checkbox"/)
  })

  test('a new secret part is offered only where the address has one, and only to who may change', () => {
    expect(html(sharing(callback))).toContain('New secret part')
    expect(html(sharing({ ...callback, sender: 'bearer' }))).not.toContain('New secret part')
    expect(html(sharing(callback, true))).not.toContain('New secret part')
  })

  test('the days are asked for only where the answer depends on them', () => {
    expect(html(sharing(callback))).not.toContain('Days from now')
    expect(html(sharing({ ...callback, policy: 'accept-known' }))).toContain('Days from now')
  })
})
