/** Every job there is, with what it carries: ids only, the worker reads the rows (and finds secrets where they are sealed). */
export interface JobPayloads {
  /** An instruction has its outcome: accepted, rejected, not sent or unknown. */
  'instruction-answered': { instructionId: string }
  /** An instruction reached its final status, or the end of its time. */
  'instruction-settled': { instructionId: string }
}

export type JobName = keyof JobPayloads

const listed: Record<JobName, true> = {
  'instruction-answered': true,
  'instruction-settled': true,
}

export const jobNames = Object.keys(listed) as JobName[]

export interface EnqueueOptions {
  /** Not before this long from now. */
  afterMs?: number
}
