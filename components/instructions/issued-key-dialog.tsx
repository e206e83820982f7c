'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { useLeaving } from '@/components/ui/use-leaving'
import type { InstructionView } from '@/lib/instructions/contract'
import { InstructionTimeline } from './instruction-timeline'
import type { Issuing } from './use-issuing'

export interface IssuedKeyDialogProps {
  /** The property's slug. */
  property: string
  zone: string | undefined
  title: string
  instructionId: InstructionView['id']
  issuing: Pick<Issuing<unknown>, 'view' | 'onView' | 'again'>
  words: { again: string; close: string }
  /** The question before leaving while the text stands on the screen. */
  leaveWords: Parameters<typeof useLeaving>[2]
  /** Whether the text stands on the screen. */
  shown: boolean
  /** It needs more room while it is shown. */
  wide?: boolean
  onClose: () => void
  /** The key itself, once the Lock Server made it. */
  children: ReactNode
}

/** A key that was asked for, followed until the Lock Server answered; then its text. */
export function IssuedKeyDialog(props: IssuedKeyDialogProps) {
  const { property, zone, title, instructionId, issuing, words, leaveWords, shown, wide, onClose, children } = props
  const { leave, question } = useLeaving(shown, onClose, leaveWords)
  const outcome = issuing.view?.outcome ?? null
  return (
    <>
      <Dialog
        open
        onClose={leave}
        title={title}
        size={wide && shown ? 'large' : 'medium'}
        footer={
          <>
            {outcome !== null && outcome !== 'accepted' && <Button onClick={issuing.again}>{words.again}</Button>}
            <Button tone={outcome === 'accepted' ? 'plain' : 'primary'} onClick={leave}>
              {words.close}
            </Button>
          </>
        }
      >
        <div className={shown ? 'order-last' : undefined}>
          <InstructionTimeline
            property={property}
            instruction={instructionId}
            zone={zone ?? 'UTC'}
            onView={issuing.onView}
          />
        </div>
        {outcome === 'accepted' && children}
      </Dialog>
      {question}
    </>
  )
}
