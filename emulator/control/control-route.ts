import { z } from 'zod'

/** What a control verb throws when it is asked for something that is not there or cannot be: HTTP 404 or 409. */
export class ControlError extends Error {
  constructor(
    readonly status: 404 | 409 | 422,
    message: string,
  ) {
    super(message)
  }
}

export type ControlRequest = { params: Record<string, string>; input: unknown; overMainAddress: boolean }

export type ControlRoute = {
  method: 'GET' | 'POST' | 'PATCH'
  /** Below `/_control`. */
  path: string
  run(request: ControlRequest): unknown
}

/** One verb of the control plane: its input (query of a GET, JSON body otherwise) is checked before `run`. */
export function controlRoute<Input>(
  method: ControlRoute['method'],
  path: string,
  input: z.ZodType<Input>,
  run: (input: Input, request: ControlRequest) => unknown,
): ControlRoute {
  return {
    method,
    path,
    run(request) {
      const read = input.safeParse(request.input)
      if (!read.success) throw new ControlError(422, z.prettifyError(read.error))
      return run(read.data, request)
    },
  }
}

export const noInput = z.strictObject({})

/** A yes or no in a query string. */
export const queryFlag = z.enum(['true', 'false']).transform((text) => text === 'true')
