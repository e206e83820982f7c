/** Under a modal dialog a page has no scroll bar; so much room it keeps at that side, that nothing moves. Before `showModal`. */
export function keepGutter(): void {
  const page = document.documentElement
  const width = window.innerWidth - page.clientWidth
  // Under a dialog already open there is none to measure.
  if (width > 0) page.style.setProperty('--gutter', `${width}px`)
}
