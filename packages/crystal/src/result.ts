/**
 * The outcome for one item of many: a value, or the error that belongs to this item alone.
 *
 * @example
 * ```ts
 * const outcome: Result<number> = { ok: true, value: 1 };
 * if (outcome.ok) outcome.value; // 1
 * ```
 */
export type Result<T, E extends Error = Error> =
  | {
      /** The item succeeded. */
      readonly ok: true;
      /** Its value. */
      readonly value: T;
    }
  | {
      /** The item failed. */
      readonly ok: false;
      /** Why. */
      readonly error: E;
    };
