/** What one tab tells the others of the same browser. */
export type ScreenNews = 'locked' | 'unlocked' | 'switched'

export interface ScreenChannel {
  tell(news: ScreenNews): void
  close(): void
}

/** Without BroadcastChannel the other tabs find out when they ask or are looked at. */
export function openScreenChannel(hear: (news: ScreenNews) => void): ScreenChannel {
  if (!('BroadcastChannel' in window)) return { tell() {}, close() {} }
  const channel = new BroadcastChannel('keydesk-screen')
  channel.addEventListener('message', ({ data }: MessageEvent<ScreenNews>) => hear(data))
  return { tell: (news) => channel.postMessage(news), close: () => channel.close() }
}
