'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useOtherZone } from '@/components/instructions/use-other-zone'
import { useSaying } from '@/components/instructions/use-saying'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { DefinitionList } from '@/components/ui/definition-list'
import { SectionCard } from '@/components/ui/section-card'
import { StaleNote } from '@/components/ui/stale-note'
import { TextLink } from '@/components/ui/text-link'
import { showToast } from '@/components/ui/toast'
import { useKeptFocus } from '@/components/ui/use-kept-focus'
import { whenOpened } from '@/components/ui/when-opened'
import type { PasscodeDetail, PasscodeState } from '@/lib/passcodes/contract'
import { mayOpen } from '@/lib/passcodes/rules'
import { isBuiltInReason } from '@/lib/properties/contract'
import { minuteMs } from '@/lib/time/clock'
import { Attempts, Requests } from './attempts'
import { type CodeAct, codeActs } from './code-acts'
import { CodeDigits } from './code-digits'
import { CodeState } from './code-state'
import { DoorSilence } from './door-silence'
import { OldCode } from './old-code'
import type { CodeHouse, CodeView, PasscodeActions } from './passcode-contract'
import { UnfitDecision } from './unfit-decision'
import { useCode } from './use-code'
import { usePress } from './use-press'

const NewCodeDialog = whenOpened(() => import('./new-code-dialog').then((module) => module.NewCodeDialog))
const ExtendCodeDialog = whenOpened(() => import('./extend-code-dialog').then((module) => module.ExtendCodeDialog))
const CancelCodeDialog = whenOpened(() => import('./cancel-code-dialog').then((module) => module.CancelCodeDialog))
const CloseCodeDialog = whenOpened(() => import('./close-code-dialog').then((module) => module.CloseCodeDialog))
const NoteCaseDialog = whenOpened(() => import('./note-case-dialog').then((module) => module.NoteCaseDialog))
const EntryChecksDialog = whenOpened(() => import('./entry-checks-dialog').then((module) => module.EntryChecksDialog))

export interface CodeDetailProps {
  view: CodeView
  house: CodeHouse
  actions: PasscodeActions
}

/** Everything about one code: its state, digits, what can be done, and every request to the door with its proof. */
export function CodeDetail({ view: brought, house, actions }: CodeDetailProps) {
  const t = useTranslations('passcodes')
  const { view = brought, staleMs, readAt, refetch } = useCode(house.slug, brought.code.id, brought)
  const [open, setOpen] = useState<CodeAct | null>(null)
  const { code, now } = view
  const zone = house.times.timeZone
  // *Cancel code* goes away once the door has confirmed it.
  const { place, acted } = useKeptFocus<HTMLDivElement>(2 * minuteMs)
  const done = () => void refetch()
  const close = () => {
    setOpen(null)
    done()
  }
  const dialog = { view, house, actions, onClose: close }
  const putAway = usePress(actions.words)

  async function seen() {
    if ((await putAway.run(() => actions.dismiss(code.setInstructionId))) === null) return
    showToast({ text: t('page.putAwayDone') })
    done()
  }

  return (
    <div className="flex flex-col gap-4">
      {staleMs !== null && (
        <StaleNote
          ageMs={staleMs}
          readKey={readAt}
          action={
            <Button size="small" onClick={done}>
              {t('again')}
            </Button>
          }
        />
      )}
      <Notices view={view} slug={house.slug} zone={zone} />
      <UnfitDecision view={{ ...view, attempts: [code] }} house={house} actions={actions} onDecided={done} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <SectionCard title={t('page.code')}>
          <div className="flex flex-col gap-4">
            <div ref={place} tabIndex={-1} role="status" className="outline-none">
              <CodeState code={code} zone={zone} now={now} />
            </div>
            <DoorSilence view={view} code={code} zone={zone} />
            <OldCode view={view} slug={house.slug} zone={zone} />
            <CodeDigits code={code} house={house} actions={actions} now={now} />
            <Facts code={code} view={view} house={house} />
            <div className="flex flex-wrap gap-2 border-t border-line pt-4">
              {codeActs(code, house.may, now).map((act) => (
                <Button
                  key={act}
                  tone={act === mainAct(code.state) ? 'primary' : 'plain'}
                  icon={act === 'checks' ? 'help-circle' : undefined}
                  busy={act === 'put-away' && putAway.busy}
                  onClick={() => (act === 'put-away' ? seen() : setOpen(act))}
                >
                  {t(`page.acts.${act === 'cancel' && code.cancelWantedAt !== null ? 'cancel-again' : act}`)}
                </Button>
              ))}
            </div>
            {putAway.refused && (
              <Banner tone="problem" live title={putAway.refused.title}>
                {putAway.refused.next}
              </Banner>
            )}
          </div>
        </SectionCard>
        <SectionCard title={t('page.history')}>
          {code.id === view.attempts[0]?.id && view.attempts.length > 1 ? (
            <Attempts view={view} slug={house.slug} zone={zone} />
          ) : (
            <Requests code={code} slug={house.slug} zone={zone} now={now} />
          )}
        </SectionCard>
      </div>
      {open === 'new-code' && <NewCodeDialog {...dialog} />}
      {open === 'extend' && <ExtendCodeDialog {...dialog} />}
      {open === 'cancel' && <CancelCodeDialog {...dialog} onDone={acted} />}
      {open === 'note-case' && <NoteCaseDialog {...dialog} onDone={done} />}
      {open === 'close' && <CloseCodeDialog {...dialog} onDone={done} />}
      {open === 'checks' && <EntryChecksDialog {...dialog} onGoOn={setOpen} />}
    </div>
  )
}

/** A guest with digits that nobody knows has none: another code is what helps. */
const mainAct = (state: PasscodeState): CodeAct | null =>
  state === 'no-answer' ? 'new-code' : mayOpen(state) ? 'checks' : null

/** What stands beside the code: another in its place, a cancel that no door has confirmed, a code that nobody knows. */
function Notices({ view, slug, zone }: { view: CodeView; slug: string; zone: string }) {
  const t = useTranslations('passcodes.notices')
  const say = useSaying(zone, view.now)
  const { code, attempts, later } = view
  const instead = attempts.at(-1)
  const newer = later[0]
  const handedOver = later.find(({ replacesId, handOverAt }) => replacesId === code.id && handOverAt !== null)
  return (
    <>
      {code.state === 'no-answer' && (
        <Banner tone="attention" title={t('noAnswer.title', { door: code.doorLabel, until: say(code.endsAt) })}>
          {t('noAnswer.text')}
        </Banner>
      )}
      {(code.state === 'cancel-failed' || code.state === 'cancelling') && (
        <Banner tone="attention" title={t('stillOpens.title', { until: say(code.endsAt) })}>
          {t('stillOpens.text')}
        </Banner>
      )}
      {instead && instead.id !== code.id && (
        <Banner
          title={t('instead.title')}
          actions={<TextLink href={`/${slug}/keys/${instead.id}`}>{t('instead.open')}</TextLink>}
        >
          {t('instead.text')}
        </Banner>
      )}
      {newer && (
        <Banner
          title={t('newer.title', { at: say(newer.createdAt) })}
          actions={<TextLink href={`/${slug}/keys/${newer.id}`}>{t('newer.open')}</TextLink>}
        >
          {handedOver?.handOverAt && t('newer.handOver', { at: say(handedOver.handOverAt) })}
        </Banner>
      )}
    </>
  )
}

/** No door took them, or nobody knows whether one did. */
const neverThere: readonly PasscodeState[] = ['failed', 'no-answer', 'closed']

function Facts({ code, view, house }: { code: PasscodeDetail; view: CodeView; house: CodeHouse }) {
  const t = useTranslations('passcodes.facts')
  const say = useSaying(house.times.timeZone, view.now)
  const zone = useOtherZone(house.times.timeZone)
  const reasons = useTranslations('reasons')
  const reasonWords = (reason: string) => (isBuiltInReason(reason) ? reasons(reason) : reason)
  // Rule 3's next try is the machine's; the press behind it is a person's.
  const first = view.attempts[0] ?? code
  const issued = { at: say(code.createdAt), who: first.actorLabel, by: code.actorLabel }
  const rows = [
    [
      'for',
      code.guestErasedAt
        ? t('erasedGuest', { who: code.guestName ?? '', at: say(code.guestErasedAt) })
        : [code.guestName, code.bookingNumber].filter(Boolean).join(' · ') || t('nobody'),
    ],
    [
      'door',
      <TextLink key="door" href={`/${house.slug}/locks/${code.lockId}`}>
        {code.doorLabel}
      </TextLink>,
    ],
    [
      neverThere.includes(code.state) ? 'askedFor' : 'window',
      `${say(code.startsAt)} – ${say(code.endsAt)}${zone ? ` (${zone})` : ''}`,
    ],
    ['oneTime', code.oneTime ? t('yes') : null],
    ['note', code.note ?? (code.notesErasedAt ? t('erasedOn', { at: say(code.notesErasedAt) }) : null)],
    ['digits', code.digitsErasedAt ? t('erasedOn', { at: say(code.digitsErasedAt) }) : null],
    ['issued', t(first.id === code.id ? 'issuedBy' : 'issuedInstead', issued)],
    ['usedAnyway', code.usedAnywayNote],
    ['caseNote', code.caseNote],
    ['closed', [code.closedReason && reasonWords(code.closedReason), code.closedNote].filter(Boolean).join(' · ')],
  ] as const
  return (
    <DefinitionList
      items={rows.flatMap(([key, value]) => (value ? [{ key, term: t(key), value: <bdi>{value}</bdi> }] : []))}
    />
  )
}
