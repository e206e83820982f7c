import { sql } from 'drizzle-orm'
import { instantFromDriver } from '../db/columns'
import { rolesNeedingFactor } from './rules'

const needing = sql.raw(rolesNeedingFactor.map((role) => `'${role}'`).join(', '))

/** Beside `people` in a statement: what decides whether a person has a second factor and since when one is needed. */
export const factorColumns = {
  totp: sql<boolean>`(people.totp_confirmed_at is not null)`.as('has_totp'),
  passkeys: sql<boolean>`exists (select 1 from passkeys p where p.person_id = people.id)`.as('has_passkeys'),
  neededSince: sql<number | null>`(select min(r.given_at) from staff_roles r
    where r.person_id = people.id and r.role in (${needing}))`
    .mapWith((value: unknown): number | null => (value === null ? null : instantFromDriver(value)))
    .as('factor_needed_since'),
}
