'use client'

import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import { markNoticeSeen } from '@/app/_actions/notice'
import { NoticesTable } from '@/components/notices/notices-table'
import type { NoticeView } from '@/lib/notices/contract'

export function NoticesScreen({ slug, zone, notices }: { slug: string; zone: string; notices: NoticeView[] }) {
  const router = useRouter()
  const markSeen = useCallback((id: NoticeView['id']) => markNoticeSeen(slug, id), [slug])
  const onSeen = useCallback(() => router.refresh(), [router])
  return <NoticesTable {...{ slug, zone, notices, markSeen, onSeen }} />
}
