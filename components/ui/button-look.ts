import { classNames } from './class-names'

/** primary: the one next step of a screen or dialog; plain: the rest; danger: cannot be taken back; quiet: inside rows and bars. */
export type ButtonTone = 'primary' | 'plain' | 'danger' | 'quiet'
export type ButtonSize = 'regular' | 'small' | 'large'

const tones: Record<ButtonTone, string> = {
  primary: 'border-accent bg-accent text-accent-ink hover:border-accent-strong hover:bg-accent-strong',
  plain: 'border-edge bg-surface text-ink hover:border-soft hover:bg-sunken',
  danger: 'border-problem bg-problem text-problem-ink hover:border-problem-strong hover:bg-problem-strong',
  quiet: 'border-transparent bg-transparent text-accent hover:bg-accent-tint',
}

const sizes: Record<ButtonSize, string> = {
  small: 'min-h-7 gap-1 px-2 text-sm',
  regular: 'min-h-9 gap-1.5 px-3 text-base',
  large: 'min-h-11 gap-2 px-4 text-lg',
}

/** Classes shared by Button and LinkButton. */
export function buttonLook(tone: ButtonTone, size: ButtonSize, className?: string): string {
  return classNames(
    'inline-flex items-center justify-center rounded-md border font-medium whitespace-nowrap select-none no-underline',
    'aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-soft',
    tones[tone],
    sizes[size],
    className,
  )
}
