import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy, judgeRequest } from './request-policy'

const ask = (method: string, path: string, headers: Record<string, string> = {}) =>
  judgeRequest({ method, path, header: (name) => headers[name] ?? null })

describe('what the door to the house lets in', () => {
  it('pages answer GET and HEAD', () => {
    expect(ask('GET', '/hotel-lindt/locks')).toEqual({ do: 'pass' })
    expect(ask('HEAD', '/')).toEqual({ do: 'pass' })
  })

  it('pages refuse every other method with 405 and say what they allow', () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'POST', 'TRACE', 'PROPFIND'])
      expect(ask(method, '/hotel-lindt/locks')).toEqual({ do: 'refuse', status: 405, allow: 'GET, HEAD' })
  })

  it('a POST passes as a server action, pressed or posted as a form before script has loaded', () => {
    expect(ask('POST', '/a', { 'next-action': '7f' })).toEqual({ do: 'pass' })
    expect(ask('POST', '/a', { 'content-type': 'multipart/form-data; boundary=x' })).toEqual({ do: 'pass' })
    expect(ask('POST', '/a', { 'content-type': 'application/x-www-form-urlencoded' }).do).toBe('refuse')
    expect(ask('POST', '/a', { 'content-type': 'application/json' }).do).toBe('refuse')
  })

  it('the bare callback addresses reach the callback with their path kept, encoded as it came', () => {
    expect(ask('PUT', '/')).toEqual({ do: 'rewrite', path: '/api/lock-server/ilocks' })
    expect(ask('PUT', '/ilocks/api/apps/v1/locks/L%2F1/guestKey')).toEqual({
      do: 'rewrite',
      path: '/api/lock-server/ilocks/api/apps/v1/locks/L%2F1/guestKey',
    })
    expect(ask('PUT', '/ilocksmith').do).toBe('refuse')
    expect(ask('POST', '/ilocks/api/apps/v1/locks/L1/guestKey').do).toBe('refuse')
  })

  it('routes under /api judge their methods themselves', () => {
    expect(ask('PUT', '/api/lock-server/hotel/x')).toEqual({ do: 'pass' })
    expect(ask('POST', '/api/auth/callback/credentials')).toEqual({ do: 'pass' })
    expect(ask('POST', '/apiary').do).toBe('refuse')
  })

  it('never rewrites outside the callback, whatever the path', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.constantFrom('PUT', 'POST', 'DELETE', 'GET'), (path, method) => {
        const verdict = ask(method, path || '/')
        if (verdict.do === 'rewrite') expect(verdict.path).toMatch(/^\/api\/lock-server\/ilocks(\/|$)/)
      }),
    )
  })
})

describe('the Content-Security-Policy', () => {
  it('allows scripts and styles by nonce only, and no frame, object, base or foreign form', () => {
    const policy = contentSecurityPolicy({ nonce: 'abc=', development: false, secure: false })
    expect(policy).toContain(`script-src 'self' 'nonce-abc=' 'strict-dynamic';`)
    expect(policy).toContain(`style-src 'self' 'nonce-abc=';`)
    for (const part of [`frame-ancestors 'none'`, `object-src 'none'`, `base-uri 'none'`, `form-action 'self'`])
      expect(policy).toContain(part)
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/)
    expect(policy.match(/unsafe-inline/g)).toHaveLength(1)
  })

  it('sends browsers to https only where the house is served over https', () => {
    const at = (secure: boolean) => contentSecurityPolicy({ nonce: 'n', development: false, secure })
    expect(at(true)).toContain('upgrade-insecure-requests')
    expect(at(false)).not.toContain('upgrade-insecure-requests')
  })
})
