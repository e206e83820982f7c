import { z } from 'zod'
import type { World } from '../state/world'
import { type WrongAnswerOrder, wrongAnswerKinds } from '../state/wrong-answers'
import { controlRoute, noInput } from './control-route'
import { callName } from './network'

export type WrongAnswersControl = ReturnType<typeof wrongAnswersControl>

export function wrongAnswersControl({ wrongAnswers }: World) {
  return {
    list: () => wrongAnswers.all(),
    /** Orders a wrong answer for the next `times` calls (default 1; null: until cleared) of a call kind (default all). */
    order: (order: WrongAnswerOrder) => wrongAnswers.order(order),
    clear: () => wrongAnswers.clear(),
  }
}

const order = z.strictObject({
  kind: z.enum(wrongAnswerKinds),
  call: callName.optional(),
  times: z.number().int().min(1).nullable().optional(),
  acts: z.boolean().optional(),
  ack: z.number().int().optional(),
  msg: z.string().optional(),
  field: z.string().nullable().optional(),
  status: z.number().int().min(200).max(599).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
})

export function wrongAnswerRoutes(control: WrongAnswersControl) {
  return [
    controlRoute('GET', '/wrong-answers', noInput, () => ({ wrongAnswers: control.list() })),
    controlRoute('POST', '/wrong-answers', order, (asked) => control.order(asked)),
    controlRoute('POST', '/wrong-answers/clear', noInput, () => {
      control.clear()
      return { wrongAnswers: [] }
    }),
  ]
}
