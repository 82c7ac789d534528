/**
 * Marks of names that need more than a comparison of their characters.
 *
 * @internal
 */
export const nameForm = {
  /** The name holds upper-case letters, or characters beyond ASCII. */
  folds: 1,
  /** The name holds a dot. */
  hasDot: 2,
} as const;
