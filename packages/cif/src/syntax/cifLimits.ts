import { longestText } from "./valueTape.ts";

/**
 * What untrusted text may ask for at most.
 *
 * @internal
 */
export interface CifLimits {
  /** Length in UTF-16 code units. */
  readonly maxLength: number;
  /** How deep lists and tables may be nested. */
  readonly maxDepth: number;
  /** How many values there may be. */
  readonly maxValues: number;
  /** How many data names, data blocks and save frames there may be, together. */
  readonly maxNames: number;
}

const deepest = 1000;

const defaultLimits: CifLimits = {
  maxLength: 100_000_000,
  maxDepth: 100,
  maxValues: 50_000_000,
  maxNames: 1_000_000,
};

/**
 * Fills in the limits that the caller leaves open.
 *
 * @param options - the caller's wishes
 * @returns all limits
 * @throws RangeError when a limit is no positive number, or `maxDepth` is above 1000
 *
 * @internal
 */
export function resolveLimits(options: Partial<CifLimits>): CifLimits {
  const { maxLength, maxDepth, maxValues, maxNames } = options;
  if (maxLength === undefined && maxDepth === undefined) {
    if (maxValues === undefined && maxNames === undefined) return defaultLimits;
  }
  if ((maxDepth ?? 0) > deepest) throw new RangeError(`maxDepth must be at most ${deepest}`);
  return {
    maxLength: Math.min(resolve("maxLength", maxLength), longestText),
    maxDepth: resolve("maxDepth", maxDepth),
    maxValues: resolve("maxValues", maxValues),
    maxNames: resolve("maxNames", maxNames),
  };
}

function resolve(name: keyof CifLimits, limit: number | undefined): number {
  if (limit === undefined) return defaultLimits[name];
  if (!(limit >= 0)) throw new RangeError(`${name} must not be negative: ${limit}`);
  return limit;
}
