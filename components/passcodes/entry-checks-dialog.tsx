'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useSaying } from '@/components/instructions/use-saying'
import { Age } from '@/components/ui/age'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Icon, type IconName } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { Spinner } from '@/components/ui/spinner'
import { CodeDigits } from './code-digits'
import { type Check, type CheckResult, checkEntry } from './entry-checks'
import type { CodeDialogProps } from './new-code-dialog'
import type { DoorLook } from './passcode-contract'
import { usePress } from './use-press'

const looks: Record<Exclude<CheckResult, 'checking'>, { icon: IconName; color: string }> = {
  fine: { icon: 'check-circle', color: 'text-ok' },
  wrong: { icon: 'problem', color: 'text-problem' },
  unsure: { icon: 'help-circle', color: 'text-attention' },
}

export interface EntryChecksDialogProps extends CodeDialogProps {
  /** What the page opens instead, when that is the answer. */
  onGoOn: (what: 'extend' | 'new-code') => void
}

/** *Guest cannot get in*: each check a line, the door asked about once, and one action at the end. */
export function EntryChecksDialog({ view, house, actions, onClose, onGoOn }: EntryChecksDialogProps) {
  const t = useTranslations('passcodes.checks')
  const say = useSaying(house.times.timeZone, view.now)
  const { code, later } = view
  const [look, setLook] = useState<DoorLook | null>(null)
  const [round, setRound] = useState(0)
  const press = usePress(actions.words)

  // biome-ignore lint/correctness/useExhaustiveDependencies: once when opened, and again when asked to
  useEffect(() => {
    setLook(null)
    void press.run(() => actions.look(code.lockId)).then(setLook)
  }, [round])

  const facts = { code, later, lock: look?.lock ?? null, fresh: look?.fresh ?? false, now: view.now }
  const { checks, advice, newer } = checkEntry(facts)
  const words = ({ key, word, at, text, ageMs = 0 }: Check) =>
    t.rich(`${key}.${word}` as 'signal.before', {
      door: text ?? '',
      text: text ?? '',
      at: at === undefined ? '' : say(at),
      age: () => <Age ageMs={ageMs} readKey={look?.now ?? 0} />,
    })

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title', { door: code.doorLabel })}
      description={t('description')}
      footer={
        <>
          <Button icon="refresh" busy={press.busy} onClick={() => setRound(round + 1)}>
            {t('again')}
          </Button>
          <Button onClick={onClose}>{t('close')}</Button>
        </>
      }
    >
      <ul aria-label={t('list')} aria-live="polite" className="flex flex-col gap-2.5">
        {checks.map((check) => (
          <li key={check.key} data-check={check.key} data-result={check.result} className="flex gap-2.5">
            {check.result === 'checking' && !press.refused ? (
              <Spinner className="mt-0.5" />
            ) : (
              <Icon
                name={looks[check.result === 'checking' ? 'unsure' : check.result].icon}
                className={`mt-0.5 ${looks[check.result === 'checking' ? 'unsure' : check.result].color}`}
              />
            )}
            <span className="min-w-0">
              <span className="font-medium">{t(`${check.key}.label`)}</span>{' '}
              <span className="sr-only">{t(`results.${check.result}`)}</span>{' '}
              <span className="text-soft">{words(check)}</span>
            </span>
          </li>
        ))}
      </ul>
      {press.refused && (
        <Banner tone="attention" live title={t('notAsked')}>
          {press.refused.title}
        </Banner>
      )}
      {advice !== 'checking' && (
        <Banner
          live
          title={t(`advice.${advice}.title`, { door: code.doorLabel })}
          actions={
            <>
              {advice === 'use-newer' && newer && (
                <LinkButton tone="primary" href={`/${house.slug}/keys/${newer.id}`} onClick={onClose}>
                  {t('advice.use-newer.action')}
                </LinkButton>
              )}
              {(advice === 'extend' || advice === 'new-code') && house.may.issue && (
                <Button tone="primary" onClick={() => onGoOn(advice)}>
                  {t(`advice.${advice}.action`)}
                </Button>
              )}
              {advice === 'issue-now' && house.may.issue && (
                <LinkButton tone="primary" href={`/${house.slug}?do=issue-code&door=${code.lockId}`}>
                  {t('advice.issue-now.action')}
                </LinkButton>
              )}
              {advice === 'wait' && (
                <Button tone="primary" busy={press.busy} onClick={() => setRound(round + 1)}>
                  {t('again')}
                </Button>
              )}
              {advice === 'unfit' && (
                <Button tone="primary" onClick={onClose}>
                  {t('advice.unfit.action')}
                </Button>
              )}
            </>
          }
        >
          {t(`advice.${advice}.text`)}
        </Banner>
      )}
      {advice === 'show' && <CodeDigits code={code} house={house} actions={actions} now={view.now} />}
    </Dialog>
  )
}
