/** I27: a second press within this time is told of the first. */
export const justPressedMs = 10_000
