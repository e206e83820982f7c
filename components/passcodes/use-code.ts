'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useInstructions } from '@/components/instructions/use-instructions'
import { noticeLocked } from '@/components/ui/notice-locked'
import type { PasscodeState, PasscodeView } from '@/lib/passcodes/contract'
import { systemClock } from '@/lib/time/clock'
import type { CodeView, PasscodeId } from './passcode-contract'

const soonMs = 2_000
const calmMs = 15_000
const underWay: readonly PasscodeState[] = ['sending', 'waiting-door', 'cancelling']

async function readCode(slug: string, id: PasscodeId, signal: AbortSignal): Promise<CodeView> {
  const answer = noticeLocked(await fetch(`/api/${slug}/keys/${id}`, { signal, cache: 'no-store' }))
  if (!answer.ok) throw new Error(`refused ${answer.status}`)
  return answer.json()
}

const newestOf = ({ code, attempts }: CodeView) => attempts.at(-1) ?? code

const works = ({ state }: PasscodeView): boolean => state === 'on-door' || state === 'works-now'

/** Whether something about the code is still on its way: rule 3's next try, a newer code, the cancel that follows it (rule 4). */
function isUnderWay(view: CodeView): boolean {
  const { code, later, replaced } = view
  const newest = newestOf(view)
  if ([code, newest, ...later, ...(replaced ? [replaced] : [])].some(({ state }) => underWay.includes(state)))
    return true
  // The cancel of the code that this one replaced follows the door's word.
  if (replaced && works(newest) && works(replaced) && !newest.handOverAt && !newest.unfit) return true
  const gives = later.some(({ replacesId, handOverAt, unfit }) => replacesId === code.id && !handOverAt && !unfit)
  return gives && works(code)
}

/**
 * A code as it stands now: read again whenever one of its requests moves, and at a rhythm of its own for what no request
 * tells (rule 3's next try, a window that begins). `view` is what the page brought along.
 */
export function useCode(slug: string, id: PasscodeId, view?: CodeView) {
  const query = useQuery({
    queryKey: ['code', slug, id],
    queryFn: ({ signal }) => readCode(slug, id, signal),
    ...(view && { initialData: view }),
    refetchInterval: ({ state }) => (state.data && !isUnderWay(state.data) ? calmMs : soonMs),
  })
  const { data, refetch } = query
  const requests = useMemo(
    () => [
      ...new Map(
        [...(data?.attempts ?? []), ...(data?.replaced ? [data.replaced] : [])]
          .flatMap((code) => code.instructions)
          .map((one) => [one.id, one]),
      ).values(),
    ],
    [data],
  )
  const live = useInstructions(slug, requests)
  const moved = requests.map(({ id, version }) => live.find(id)?.version ?? version).join()
  const known = requests.map(({ version }) => version).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: each move of a request is a reason to read the code again
  useEffect(() => {
    if (moved !== known) void refetch()
  }, [moved])
  const { isError: failed, dataUpdatedAt: readAt } = query
  const staleMs = useMemo(() => (failed ? systemClock.now() - readAt : null), [failed, readAt])
  return { view: data, newest: data && newestOf(data), failed, staleMs, readAt, refetch }
}
