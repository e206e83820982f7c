export const wrongAnswerKinds = [
  'hang',
  'drip',
  'reset-before',
  'reset-after',
  'status-500-html',
  'redirect',
  'truncated',
  'empty',
  'ack-nonzero',
  'not-json',
  'missing-field',
  'huge',
  'gzip-bomb',
  'bom',
  'custom',
] as const

export type WrongAnswerKind = (typeof wrongAnswerKinds)[number]

export type WrongAnswer = {
  kind: WrongAnswerKind
  /** Call kind, or `*` for all. */
  call: string
  /** How many calls get it; null: until cleared. */
  times: number | null
  /** Whether the server does what was asked before it answers wrongly. */
  acts: boolean
  ack: number
  msg: string
  /** The field that `missing-field` leaves out; null: the last one of `info`. */
  field: string | null
  status: number
  headers: Record<string, string>
  body: string
}

const actsByItself: Record<WrongAnswerKind, boolean> = {
  hang: false,
  drip: true,
  'reset-before': false,
  'reset-after': true,
  'status-500-html': false,
  redirect: false,
  truncated: true,
  empty: true,
  'ack-nonzero': false,
  'not-json': true,
  'missing-field': true,
  huge: true,
  'gzip-bomb': true,
  bom: true,
  custom: true,
}

export type WrongAnswerOrder = { kind: WrongAnswerKind } & Partial<Omit<WrongAnswer, 'kind'>>

/** Wrong answers that are due, oldest first. */
export class WrongAnswers {
  private orders: WrongAnswer[] = []

  order(order: WrongAnswerOrder): WrongAnswer {
    const full: WrongAnswer = {
      kind: order.kind,
      call: order.call ?? '*',
      times: order.times === undefined ? 1 : order.times,
      acts: order.acts ?? actsByItself[order.kind],
      ack: order.ack ?? 1,
      msg: order.msg ?? '系统繁忙,请稍后再试',
      field: order.field ?? null,
      status: order.status ?? 200,
      headers: order.headers ?? {},
      body: order.body ?? '',
    }
    this.orders.push(full)
    return full
  }

  /** The wrong answer for this call, used up by one. */
  take(call: string): WrongAnswer | null {
    const order = this.orders.find((candidate) => candidate.call === '*' || candidate.call === call)
    if (!order) return null
    if (order.times !== null && --order.times <= 0) this.orders.splice(this.orders.indexOf(order), 1)
    return order
  }

  all(): WrongAnswer[] {
    return this.orders
  }

  clear(): void {
    this.orders = []
  }
}
