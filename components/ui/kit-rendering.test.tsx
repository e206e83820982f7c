import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { english } from '@/messages/english'
import { Age } from './age'
import { BigDigits } from './big-digits'
import { Button } from './button'
import { DataTable, type TableColumn } from './data-table'
import { DayField } from './day-field'
import { Dialog } from './dialog'
import { Icon } from './icon'
import { iconShapes } from './icon-shapes'
import { IconSheet } from './icon-sheet'
import { MaskedCode } from './masked-code'
import { TextField } from './text-field'
import { TimeField } from './time-field'
import { Timeline } from './timeline'

const nothing = () => undefined
const router = { push: nothing, replace: nothing, prefetch: nothing, refresh: nothing, back: nothing, forward: nothing }

function html(node: ReactNode): string {
  return renderToString(
    <AppRouterContext.Provider value={router as never}>
      <NextIntlClientProvider locale="en" messages={english} timeZone="UTC">
        {node}
      </NextIntlClientProvider>
    </AppRouterContext.Provider>,
  ).replaceAll('<!-- -->', '')
}

describe('the kit as the server renders it', () => {
  it('days and times read as everywhere, whatever the browser’s own habit, and are posted plainly', () => {
    const day = html(<DayField label="From" day="2026-11-23" today="2026-11-23" name="from" />)
    expect(day).toContain('value="Mon 23 Nov 2026"')
    expect(day).toContain('<input type="hidden" name="from" value="2026-11-23"/>')
    const time = html(<TimeField label="Arrival from" name="arrival" defaultValue="15:00" />)
    expect(time).toContain('<input type="hidden" name="arrival" value="15:00"/>')
    for (const out of [day, time]) expect(out).not.toMatch(/type="(date|time)"/)
  })

  it('a refused button stays reachable and says why', () => {
    const out = html(<Button refusal="A manager may do this">Unlock</Button>)
    expect(out).toContain('aria-disabled="true"')
    expect(out).not.toMatch(/ disabled/)
    const describedBy = /aria-describedby="([^"]+)"/.exec(out)?.[1]
    expect(out).toContain(`<span id="${describedBy}" class="sr-only">A manager may do this</span>`)
  })

  it('a field is named by its label and described by its hint and error', () => {
    const out = html(<TextField label="Email" hint="Work address" error="Not an address" name="email" id="e" />)
    expect(out).toContain('<label for="e"')
    expect(out).toContain('aria-describedby="e-hint e-error"')
    expect(out).toContain('aria-invalid="true"')
    expect(out).toMatch(/id="e-error" aria-live="polite"/)
  })

  it('a closed dialog is not in the document', () => {
    expect(
      html(
        <Dialog open={false} onClose={nothing} title="x">
          secret
        </Dialog>,
      ),
    ).toBe('')
  })

  it('masked digits are nowhere in the HTML', () => {
    expect(html(<MaskedCode digits={null} onShow={nothing} onHide={nothing} />)).not.toMatch(/\d{4}/)
  })

  it('big digits are grouped for the eye and spelled for the ear', () => {
    const out = html(<BigDigits digits="482917" />)
    expect(out).toContain('<span>482</span><span>917</span>')
    expect(out).toContain('4 8 2 9 1 7')
  })

  it('an age is in words and rounds down', () => {
    expect(html(<Age ageMs={9_999} />)).toContain('just now')
    expect(html(<Age ageMs={299_000} />)).toContain('4 min ago')
    expect(html(<Age ageMs={3 * 86_400_000} />)).toContain('3 days ago')
  })

  it('a timeline says each step’s state in a word, not only by its picture', () => {
    const out = html(
      <Timeline
        label="Unlock"
        attributes={{ 'data-instruction': '17', 'data-state': 'waiting' }}
        steps={[
          { key: 'sent', label: 'Sent', state: 'done', elapsedMs: 312 },
          { key: 'door', label: 'Waiting for the door', state: 'current', elapsedMs: 4_000 },
        ]}
      />,
    )
    expect(out).toContain('data-instruction="17"')
    expect(out).toContain('data-state="waiting"')
    expect(out).toMatch(/Sent<\/span><span class="sr-only">done/)
    expect(out).toContain('0.3 s')
    expect(out).toContain('4 s')
  })

  it('every icon that can be asked for is on the sheet', () => {
    const sheet = html(<IconSheet />)
    for (const name of Object.keys(iconShapes) as Array<keyof typeof iconShapes>) {
      expect(html(<Icon name={name} />)).toContain(`href="#icon-${name}"`)
      expect(sheet).toContain(`<symbol id="icon-${name}"`)
    }
  })
})

describe('a table as the server renders it', () => {
  interface Door {
    key: string
  }
  const columns: Array<TableColumn<Door>> = [
    { id: 'key', header: 'Door', rowHeader: true, sortable: true, cell: (door) => door.key },
    { id: 'do', header: 'Actions', headerHidden: true, cell: () => 'Unlock' },
  ]
  const doors = (n: number) => Array.from({ length: n }, (_, i) => ({ key: `door-${i}` }))
  const table = (n: number) =>
    html(
      <DataTable
        label="Locks"
        columns={columns}
        rows={doors(n)}
        rowKey={(door) => door.key}
        sort={{ column: 'key', direction: 'ascending' }}
        sortHref={(sort) => `?sort=${sort.column}.${sort.direction}`}
        empty="none"
      />,
    )

  it('short lists are whole in the HTML', () => {
    expect(table(99).match(/data-row="/g)).toHaveLength(99)
  })

  it('of 10,000 rows the first 40 are in the HTML, the rest is room of the right height and counted', () => {
    const out = table(10_000)
    expect(out.match(/data-row="/g)).toHaveLength(40)
    expect(out).toContain('aria-rowcount="10001"')
    expect(out).toContain(`height:${9_960 * 40}px`)
  })

  it('says what it is sorted by, and its header leads to the other direction', () => {
    const out = table(2)
    expect(out).toContain('aria-sort="ascending"')
    expect(out).toContain('href="?sort=key.descending"')
    expect(out).toContain('<th role="rowheader" scope="row"')
  })

  it('without rows shows what was given for that', () => {
    expect(table(0)).toBe('none')
  })
})
