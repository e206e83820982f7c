'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { Age } from '@/components/ui/age'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { Menu, type MenuItem } from '@/components/ui/menu'
import { StatusWord } from '@/components/ui/status-word'
import type { Tone } from '@/components/ui/tone'
import { isRole } from '@/lib/access/permissions'
import type { PersonState, StaffMember } from '@/lib/staff/contract'
import { hasOnlyDeskRoles } from '@/lib/staff/rules'
import type { Instant } from '@/lib/time/clock'
import { sayWholeMoment } from '@/lib/time/say-moment'

export type StaffAction = 'roles' | 'reset' | 'disable' | 'enable'

export interface StaffTableProps {
  staff: readonly StaffMember[]
  /** When the list was read. */
  readAt: Instant
  zone: string
  mayEdit: boolean
  /** May switch off people with desk roles only. */
  mayDisableDesk: boolean
  onAction: (action: StaffAction, member: StaffMember) => void
}

const tones: Record<PersonState, Tone> = { active: 'ok', 'one-time-password': 'attention', disabled: 'neutral' }
const factorTones: Record<StaffMember['secondFactor']['state'], Tone> = {
  yes: 'ok',
  until: 'attention',
  missing: 'problem',
  'not-needed': 'neutral',
}
const rowKey = (member: StaffMember) => member.id

export function StaffTable({ staff, readAt, zone, mayEdit, mayDisableDesk, onAction }: StaffTableProps) {
  const t = useTranslations('staff')
  const shell = useTranslations('shell')
  const locale = useLocale()
  const columns = useMemo<TableColumn<StaffMember>[]>(() => {
    const words = (action: StaffAction, member: StaffMember): MenuItem => ({
      key: action,
      label: t(`actions.${action}`),
      danger: action === 'disable',
      onSelect: () => onAction(action, member),
    })
    const alone = staff.filter(({ state }) => state !== 'disabled').length === 1
    const actionsFor = (member: StaffMember): StaffAction[] => {
      // Nobody changes their own roles, save the only account there is.
      if (member.own) return mayEdit && alone ? ['roles'] : []
      const mayDisable = mayEdit || (mayDisableDesk && hasOnlyDeskRoles(member.roles))
      if (member.state === 'disabled') return mayEdit ? ['roles', 'enable'] : []
      return [...(mayEdit ? (['roles', 'reset'] as const) : []), ...(mayDisable ? (['disable'] as const) : [])]
    }
    return [
      {
        id: 'name',
        header: t('columns.name'),
        rowHeader: true,
        cell: (member) => (
          <span className="flex min-w-0 flex-col">
            <span>
              {member.name}
              {member.own && <span className="text-soft"> ({t('you')})</span>}
            </span>
            <span className="text-sm font-normal text-soft">{member.email}</span>
          </span>
        ),
      },
      {
        id: 'roles',
        header: t('columns.roles'),
        cell: (member) =>
          member.roles
            .filter(isRole)
            .map((role) =>
              member.floors && member.roles.length === 1
                ? t('housekeepingOn', {
                    role: shell(`roles.${role}`),
                    floors: member.floors.map((floor) => floor || t('form.noFloor')).join(', '),
                  })
                : shell(`roles.${role}`),
            )
            .join(', '),
      },
      {
        id: 'state',
        header: t('columns.state'),
        width: '12rem',
        cell: (member) => <StatusWord tone={tones[member.state]}>{t(`state.${member.state}`)}</StatusWord>,
      },
      {
        id: 'secondFactor',
        header: t('columns.secondFactor'),
        width: '11rem',
        cell: ({ secondFactor }) => (
          <StatusWord tone={factorTones[secondFactor.state]}>
            {secondFactor.state === 'until'
              ? t('secondFactor.until', { date: sayWholeMoment(secondFactor.at, { zone, locale }) })
              : t(`secondFactor.${secondFactor.state}`)}
          </StatusWord>
        ),
      },
      {
        id: 'lastUsed',
        header: t('columns.lastUsed'),
        width: '8rem',
        cell: (member) =>
          member.lastUsedAt === null ? t('never') : <Age ageMs={readAt - member.lastUsedAt} readKey={readAt} />,
      },
      {
        id: 'actions',
        header: t('columns.actions'),
        headerHidden: true,
        width: '3.5rem',
        align: 'end',
        cell: (member) => {
          const actions = actionsFor(member)
          if (actions.length === 0) return null
          return (
            <Menu
              icon="more"
              size="small"
              tone="quiet"
              label={t('actionsFor', { name: member.name })}
              items={actions.map((action) => words(action, member))}
            />
          )
        },
      },
    ]
  }, [t, shell, locale, zone, staff, readAt, mayEdit, mayDisableDesk, onAction])
  return <DataTable label={t('table')} columns={columns} rows={staff} rowKey={rowKey} />
}
