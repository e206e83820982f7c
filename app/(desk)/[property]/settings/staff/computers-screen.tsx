'use client'

import { useRouter } from 'next/navigation'
import { registerComputer, removeComputer } from '@/app/_actions/computer'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { ComputerList, type ComputerListProps } from '@/components/staff/computer-list'
import { showToast } from '@/components/ui/toast'

interface ComputersScreenProps extends Pick<ComputerListProps, 'computers' | 'registeredElsewhere' | 'zone'> {
  slug: string
  mayRegister: boolean
  mayRemove: boolean
}

export function ComputersScreen({ slug, mayRegister, mayRemove, ...list }: ComputersScreenProps) {
  const router = useRouter()
  const words = useRefusalWords()
  const stepUp = useStepUp()
  return (
    <div className="mt-6 max-w-3xl">
      <ComputerList
        {...list}
        {...(mayRegister && { register: (name) => stepUp(() => registerComputer(slug, name)) })}
        {...(mayRemove && { remove: (id) => stepUp(() => removeComputer(slug, id)) })}
        words={words}
        onChanged={(text) => {
          showToast({ text })
          router.refresh()
        }}
      />
    </div>
  )
}
