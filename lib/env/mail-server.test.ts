import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSettings } from './settings'

const dataDir = mkdtempSync(join(tmpdir(), 'keydesk-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const read = (given: Record<string, string>) => readSettings({ DATA_DIR: dataDir, ...given }).mailServer
const from = 'Hotel Aurora <keydesk@hotel.example>'

test('without SMTP_URL there is no mail server', () => {
  expect(read({})).toBeNull()
})

test('smtps is TLS from the start, smtp is STARTTLS or nothing, this very machine needs none; names are decoded', () => {
  expect(read({ SMTP_URL: 'smtps://key%40desk:p%3Ass%@mail.hotel.example', MAIL_FROM: from })).toEqual({
    ...{ host: 'mail.hotel.example', port: 465, tls: 'from-start', from },
    user: { name: 'key@desk', password: 'p%3Ass%' },
  })
  expect(read({ SMTP_URL: 'smtp://mail.hotel.example', MAIL_FROM: 'a@hotel.example' })).toEqual({
    ...{ host: 'mail.hotel.example', port: 587, tls: 'upgraded', from: 'a@hotel.example' },
  })
  expect(read({ SMTP_URL: 'smtp://127.0.0.1:25', MAIL_FROM: from })).toMatchObject({ port: 25, tls: 'none' })
})

test.each([
  [{ SMTP_URL: 'http://mail.example', MAIL_FROM: from }, 'SMTP_URL'],
  [{ SMTP_URL: 'smtp://mail.example/path', MAIL_FROM: from }, 'SMTP_URL'],
  [{ SMTP_URL: 'smtp://user@mail.example', MAIL_FROM: from }, 'SMTP_URL'],
  [{ SMTP_URL: 'smtp://mail.example?tls=no', MAIL_FROM: from }, 'SMTP_URL'],
  [{ SMTP_URL: 'smtp://mail.example' }, 'MAIL_FROM'],
  [{ SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'nobody' }, 'MAIL_FROM'],
  [{ MAIL_FROM: from }, 'MAIL_FROM'],
  [{ SMTP_URL: 'smtp://mail.example', MAIL_FROM: from, SMTP_CA_FILE: '/nowhere.pem' }, 'SMTP_CA_FILE'],
])('%j cannot be used, and the setting is named', (given, name) => {
  expect(() => read(given as Record<string, string>)).toThrow(new RegExp(`^These settings cannot be used:\n  ${name}:`))
})
