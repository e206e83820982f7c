/** Why something was not done, in the reader's words: what a form shows. */
export interface RefusalWords {
  /** What happened. */
  title: string
  /** The next step. */
  next: string
  /** The words for one field; undefined when nothing is wrong with it. */
  field: (name: string) => string | undefined
  /** How many fields are marked. */
  fieldCount: number
}
