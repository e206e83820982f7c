import type { Tone } from '@/components/ui/tone'
import type { ConnectionTest, TestFailure } from '@/lib/connections/contract'
import type { Instant } from '@/lib/time/clock'

const curedByTrust: readonly TestFailure[] = [
  'certificate-not-trusted',
  'certificate-not-the-pinned-one',
  'certificate-wrong-name',
]

/** Whether pinning the certificate that was shown would let the login through: an expired one is refused all the same (R18). */
export function mayPin({ certificate, login }: ConnectionTest, now: Instant): boolean {
  if (!certificate || certificate.trusted || login.ok || !curedByTrust.includes(login.failure)) return false
  return certificate.validFrom <= now && now <= certificate.validUntil
}

/** Windows of codes are generous by minutes; a clock that is out by more than this deserves a look. */
const clockToleranceMs = 30_000

/** The Lock Server's clock against ours, to about a second. */
export function clockWords(differenceMs: number | null): {
  tone: Tone
  key: 'unknown' | 'same' | 'ahead' | 'behind'
  seconds: number
} {
  if (differenceMs === null) return { tone: 'neutral', key: 'unknown', seconds: 0 }
  const apartMs = Math.abs(differenceMs)
  if (apartMs <= 1_000) return { tone: 'ok', key: 'same', seconds: 0 }
  const tone = apartMs > clockToleranceMs ? 'attention' : 'ok'
  return { tone, key: differenceMs > 0 ? 'ahead' : 'behind', seconds: Math.round(apartMs / 1000) }
}
