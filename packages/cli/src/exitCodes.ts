/**
 * What the exit status of `ftcp` means.
 */
export const exitCodes = {
  /** Everything went well. */
  ok: 0,
  /** The work is done, but a file or a crystal among the data is not in order. */
  dataProblems: 1,
  /** Nothing came of it: wrong usage, unreadable input, output that cannot be written. */
  failed: 2,
  /** Fewer designs than asked for were found. */
  targetNotReached: 3,
  /** Ctrl-C or SIGTERM. */
  interrupted: 130,
} as const;
