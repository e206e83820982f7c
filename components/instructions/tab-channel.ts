import type { InstructionNews, InstructionView } from '@/lib/instructions/contract'
import type { ElectionMessage } from './leader-election'

/** What a tab wants to follow, with the versions that it has. */
export interface Want {
  seen: ReadonlyArray<readonly [InstructionView['id'], number]>
  /** Whether it shows the alarm of late unlocks. */
  alarm: boolean
}

export type LinkState = 'idle' | 'live' | 'broken' | 'signed-out' | 'not-allowed'

/** What the tabs of one browser tell each other about one property. No secrets are in it. */
export type TabMessage =
  | ElectionMessage
  | ({ kind: 'want'; tab: string } & Want)
  | { kind: 'bye'; tab: string }
  | { kind: 'news'; tab: string; news: InstructionNews }
  | { kind: 'link'; tab: string; link: LinkState }

export interface TabChannel {
  send(message: TabMessage): void
  close(): void
}

/** Null where the browser has none. The number changes with the messages: tabs of another version do not understand them. */
export function openTabChannel(property: string, hear: (message: TabMessage) => void): TabChannel | null {
  if (typeof BroadcastChannel === 'undefined') return null
  try {
    const channel = new BroadcastChannel(`keydesk-instructions-2/${property}`)
    channel.onmessage = (event: MessageEvent<TabMessage>) => hear(event.data)
    return { send: (message) => channel.postMessage(message), close: () => channel.close() }
  } catch {
    return null
  }
}
