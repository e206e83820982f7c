'use client'

import { useLocale, useTranslations } from 'next-intl'
import { Banner } from '@/components/ui/banner'
import { SectionCard } from '@/components/ui/section-card'
import { StatusWord } from '@/components/ui/status-word'
import type { MailStanding, MailView } from '@/lib/messages/contract'
import { sayWholeMoment } from '@/lib/time/say-moment'

interface MailCardProps {
  standing: MailStanding
  zone: string
}

/** Whether mail goes out at all, and how the newest mails of the property fared. */
export function MailCard({ standing: { server, recent }, zone }: MailCardProps) {
  const t = useTranslations('settings.mail')
  const [newest] = recent
  return (
    <SectionCard title={t('title')}>
      <div className="flex flex-col gap-3">
        {server === null ? (
          <Banner tone="attention" title={t('notSetUp')}>
            {t('notSetUpText')}
          </Banner>
        ) : (
          <p className="break-words">{t('server', { server: server.address, from: server.from })}</p>
        )}
        {newest && newest.state !== 'sent' && newest.fault !== null && (
          <Banner tone="problem" title={t('failing')}>
            {t(`faults.${newest.fault}`)}
          </Banner>
        )}
        {recent.length === 0 && server !== null && <p className="text-soft">{t('none')}</p>}
        {recent.length > 0 && (
          <ul className="divide-y divide-line">
            {recent.map((mail) => (
              <MailLine key={mail.id} mail={mail} zone={zone} />
            ))}
          </ul>
        )}
      </div>
    </SectionCard>
  )
}

const tones = { sent: 'ok', waiting: 'busy', failed: 'problem' } as const

function MailLine({ mail, zone }: { mail: MailView; zone: string }) {
  const t = useTranslations('settings.mail')
  const locale = useLocale()
  const { state, fault, triedAt } = mail
  const when = triedAt === null ? '' : sayWholeMoment(triedAt, { zone, locale })
  const trying = state === 'waiting' && fault !== null
  return (
    <li data-mail={state} className="py-2">
      <p>
        {t(`kinds.${mail.kind}`)} · <bdi className="break-all">{mail.to}</bdi>
      </p>
      <StatusWord tone={trying ? 'attention' : tones[state]}>
        {t(`states.${trying ? 'trying' : state}`, { when })}
        {fault !== null && `: ${t(`faults.${fault}`)}`}
      </StatusWord>
    </li>
  )
}
