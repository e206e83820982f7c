'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { digitGroups } from '@/components/ui/digit-groups'
import { RadioGroup } from '@/components/ui/radio-group'
import { sayWholeMoment } from '@/lib/time/say-moment'
import type { CodeHouse, CodeView, PasscodeActions } from './passcode-contract'
import { usePress } from './use-press'

export interface CodeSlipProps {
  view: CodeView
  house: CodeHouse
  propertyName: string
  actions: PasscodeActions
}

/** Rule 8: at most so long on a screen. */
const longestMs = 180_000

/** The guest's slip: the digits are asked for (recorded) with the press on *Print*; the room stays blank unless chosen. */
export function CodeSlip({ view, house, propertyName, actions }: CodeSlipProps) {
  const t = useTranslations('passcodes.slip')
  const locale = useLocale()
  const [digits, setDigits] = useState<string | null>(null)
  const [paper, setPaper] = useState('a4')
  const [roomShown, setRoomShown] = useState(false)
  const press = usePress(actions.words)
  const { code } = view
  const saying = { zone: house.times.timeZone, locale }

  useEffect(() => {
    if (digits === null) return
    const timer = setTimeout(() => setDigits(null), longestMs)
    window.print()
    return () => clearTimeout(timer)
  }, [digits])

  async function print() {
    if (digits !== null) return window.print()
    const shown = await press.run(() => actions.show({ passcodeId: code.id, use: 'slip' }))
    if (shown) setDigits(shown.digits)
  }

  const onDoor = code.state === 'on-door' || code.state === 'works-now'
  return (
    <>
      <div className="no-print flex flex-col gap-4 pb-6 sm:max-w-md">
        <RadioGroup
          legend={t('paper')}
          name="paper"
          value={paper}
          onValueChange={setPaper}
          options={[
            { value: 'a4', label: t('a4') },
            { value: 'roll', label: t('roll') },
          ]}
        />
        <Checkbox
          label={t('withRoom')}
          hint={t('withRoomHint')}
          checked={roomShown}
          onChange={(event) => setRoomShown(event.target.checked)}
        />
        {press.refused && (
          <Banner tone="problem" live title={press.refused.title}>
            {press.refused.next}
          </Banner>
        )}
        <div>
          <Button tone="primary" icon="print" busy={press.busy} onClick={print}>
            {t('print')}
          </Button>
        </div>
      </div>
      <section
        aria-label={t('preview')}
        className={`slip slip-${paper} swatch border border-dashed border-edge bg-[#fff] p-6 text-[#1b1e1c] print:border-0`}
      >
        <h2 className="text-lg font-semibold">{propertyName}</h2>
        <p className="pt-4 text-[#555a55]">{t('room')}</p>
        <p className="min-h-8 text-xl font-semibold">
          {roomShown ? (
            code.doorLabel
          ) : (
            <>
              <span aria-hidden="true">__________</span>
              <span className="sr-only">{t('blank')}</span>
            </>
          )}
        </p>
        <p className="pt-4 text-[#555a55]">{t('code')}</p>
        {digits === null ? (
          <>
            <p className="font-mono text-2xl font-semibold print:hidden">••• •••</p>
            <p className="hidden text-xl font-semibold print:block">{t('pressPrint')}</p>
          </>
        ) : (
          <p className="font-mono text-2xl font-semibold">{digitGroups(digits)}</p>
        )}
        {!onDoor && <p className="pt-1 font-semibold">{t('notOnDoor')}</p>}
        <p className="pt-4">
          {t('from', { at: sayWholeMoment(code.startsAt, saying) })}
          <br />
          {t('until', { at: sayWholeMoment(code.endsAt, saying) })}
        </p>
        {code.oneTime && <p className="pt-2">{t('oneTime')}</p>}
        <p className="pt-4 text-sm">{t('how')}</p>
      </section>
    </>
  )
}
