/** On `window`: the screen is locked, or a poll was told so. The shell covers the page, and shown digits are hidden. */
export const lockedEvent = 'keydesk:locked'
/** It is open again: lists that were refused meanwhile are read anew. */
export const openedEvent = 'keydesk:opened'

/** `locked` is what every route and action answers then (lib/errors/codes.ts). */
const lockedStatus = 423

/** Hands the answer of a poll on; one that says that the screen is locked is told to the shell. */
export function noticeLocked(answer: Response): Response {
  if (answer.status === lockedStatus) window.dispatchEvent(new Event(lockedEvent))
  return answer
}
