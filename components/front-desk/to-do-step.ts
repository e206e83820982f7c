import type { ToDoItem } from '@/lib/front-desk/contract'

/** `desk.toDo.says.<word>`. */
export type ToDoWord =
  | `${'waiting' | 'failed'}-${ToDoItem['kind']}`
  | 'no-answer-mobile-key'
  | 'no-answer-unlock'
  | 'no-answer-permanent-key'
  | Exclude<ToDoItem['what'], 'waiting' | 'failed' | 'no-answer'>

export interface ToDoStep {
  word: ToDoWord
  tone: 'busy' | 'attention' | 'problem'
  /** `look` = the code's or key's own page, where the next step is; `dismiss` = it is over and only has to be seen; `explain` = a reason is owed. */
  act: 'look' | 'look-at-lock' | 'dismiss' | 'explain'
}

const tones: Record<ToDoItem['what'], ToDoStep['tone']> = {
  'late-unlock': 'problem',
  'explain-entry': 'problem',
  'entry-unexplained': 'attention',
  'no-answer': 'attention',
  unconfirmed: 'attention',
  'unknown-code': 'attention',
  'cancel-unconfirmed': 'attention',
  failed: 'problem',
  unfit: 'attention',
  waiting: 'busy',
}

/** The one button of a line in *To do*. */
export function toDoStep({ what, kind }: ToDoItem): ToDoStep {
  const said = { word: wordOf(what, kind), tone: tones[what] }
  if (what === 'explain-entry') return { ...said, act: 'explain' }
  if (kind === 'code' || kind === 'mobile-key') return { ...said, act: 'look' }
  return { ...said, act: what === 'waiting' || what === 'entry-unexplained' ? 'look-at-lock' : 'dismiss' }
}

function wordOf(what: ToDoItem['what'], kind: ToDoItem['kind']): ToDoWord {
  if (what === 'waiting' || what === 'failed') return `${what}-${kind}`
  if (what === 'no-answer') return kind === 'code' ? 'no-answer-mobile-key' : `no-answer-${kind}`
  return what
}
