import type { SymmetryOperation } from "./symmetryOperation.ts";

/** How far a translation may be from a multiple of 1/24: files round 1/3 to two or three digits. */
const roundingTolerance = 2e-3;

/**
 * Text that two operations share if and only if they are equal up to a lattice translation; undefined
 * when a translation is no multiple of 1/24.
 */
export function operationKey({ rotation, translation }: SymmetryOperation): string | undefined {
  const units: number[] = [];
  for (const shift of translation) {
    const unit = Math.round(shift * 24);
    // Written so that NaN fails too.
    if (!(Math.abs(shift - unit / 24) <= roundingTolerance)) return undefined;
    units.push((((unit % 24) + 24) % 24) + 0);
  }
  // -0 and 0 are the same text in a join.
  return `${rotation.flat().join()} ${units.join()}`;
}
