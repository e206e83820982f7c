import { classNames } from './class-names'
import { Link, type LinkProps } from './link'

/** A link within text or a table: underlined, so that it is not known by its colour alone. */
export function TextLink({ className, ...rest }: LinkProps) {
  return (
    <Link
      {...rest}
      className={classNames(
        'rounded-sm text-accent underline decoration-1 underline-offset-2 hover:text-accent-strong hover:decoration-2',
        className,
      )}
    />
  )
}
