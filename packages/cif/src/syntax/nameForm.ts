/**
 * Marks of names that need more than a comparison of their characters.
 *
 * @internal
 */
export const nameForm = {
  /** The name holds upper-case letters. */
  upperCase: 1,
  /** The name holds a dot. */
  dot: 2,
  /** The name may hold anything, characters beyond ASCII too. */
  unknown: 4,
} as const;
