/** Every job there is, with what it carries: ids only, the worker reads the rows (and finds secrets where they are sealed). */
export interface JobPayloads {
  /** An instruction has its outcome: accepted, rejected, not sent or unknown. */
  'instruction-answered': { instructionId: string }
  /** An instruction reached its final status, or the end of its time. */
  'instruction-settled': { instructionId: string }
  /** Managers are to be told by mail too. */
  'notice-recorded': { noticeId: string }
  /** A mail is to be sent; twice does no harm. */
  'mail-due': { mailId: string }
}

export type JobName = keyof JobPayloads

const listed: Record<JobName, true> = {
  'instruction-answered': true,
  'instruction-settled': true,
  'notice-recorded': true,
  'mail-due': true,
}

export const jobNames = Object.keys(listed) as JobName[]

/** A mail server may be away for an hour: tried again after half a minute, doubled, so many times in all. */
export const mailTries = 9

export interface EnqueueOptions {
  /** Not before this long from now. */
  afterMs?: number
}
