import { type ButtonSize, type ButtonTone, buttonLook } from './button-look'
import { Icon, type IconName } from './icon'
import { Link, type LinkProps } from './link'

export interface LinkButtonProps extends LinkProps {
  tone?: ButtonTone
  size?: ButtonSize
  icon?: IconName
}

/** Goes somewhere, looks like a button. What changes something is a Button. */
export function LinkButton({ tone = 'plain', size = 'regular', icon, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={buttonLook(tone, size, className)}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  )
}
