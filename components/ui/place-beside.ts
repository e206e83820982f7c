/** Puts an open popover under its button, or above it where there is no room; never outside the window. */
export function placeBeside(popover: HTMLElement, button: HTMLElement) {
  const anchor = button.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = popover
  const below = anchor.bottom + 4 + height <= window.innerHeight || anchor.top < height
  const top = below ? Math.min(anchor.bottom + 4, window.innerHeight - height - 8) : anchor.top - height - 4
  popover.style.top = `${Math.max(8, top)}px`
  popover.style.left = `${Math.max(8, Math.min(anchor.left, document.body.clientWidth - width - 8))}px`
}
