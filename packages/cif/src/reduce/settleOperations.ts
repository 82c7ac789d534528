import { applyOperation, identifySetting, settingOperations, wrapFractional } from "@ftcp/crystal";
import type { Lattice, SpaceGroupSetting, SymmetryOperation, Vector3 } from "@ftcp/crystal";

/** Operations with exact translations where there are such. */
export interface SettledOperations {
  /** The operations, the identity first. */
  readonly operations: readonly SymmetryOperation[];
  /** The setting that has exactly these operations, if there is one. */
  readonly setting: SpaceGroupSetting | undefined;
}

/**
 * Exact operations for operations that were found within a tolerance, and therefore are no exact group.
 *
 * @param given - operations of a space group
 * @param origin - a point where the space group has its usual origin, if one is known
 * @param lattice - the lattice that they refer to
 * @param tolerance - how far in Å a translation may be from the exact one
 * @returns those of the setting that has these operations; else the given ones with translations that
 *   are multiples of 1/24, seen from the origin of the cell or from the given one; and as they are where
 *   neither is near enough
 * @internal
 */
export function settleOperations(
  given: readonly SymmetryOperation[],
  origin: Vector3 | undefined,
  lattice: Lattice,
  tolerance: number,
): SettledOperations {
  const rounded = roundTranslations(given, [0, 0, 0], lattice, tolerance);
  const setting = rounded === undefined ? undefined : identifySetting(rounded);
  if (setting !== undefined) return { operations: settingOperations(setting), setting };
  const operations =
    rounded ??
    (origin === undefined ? undefined : roundTranslations(given, origin, lattice, tolerance)) ??
    given;
  const first = operations.filter(isIdentity);
  return {
    operations: [...first, ...operations.filter((operation) => !isIdentity(operation))],
    setting: undefined,
  };
}

/** With the origin at p an operation has the translation `t + R p - p`, which is rounded. */
function roundTranslations(
  given: readonly SymmetryOperation[],
  origin: Vector3,
  { a, b, c }: Lattice,
  tolerance: number,
): readonly SymmetryOperation[] | undefined {
  const lengths = [a, b, c];
  const rounded: SymmetryOperation[] = [];
  for (const { rotation, translation } of given) {
    const moved = applyOperation({ rotation, translation: [0, 0, 0] }, origin);
    const exact: number[] = [];
    for (const [axis, shift] of translation.entries()) {
      const own = (origin[axis] ?? 0) - (moved[axis] ?? 0);
      const units = Math.round((shift - own) * 24);
      const change = Math.abs(shift - own - units / 24) * (lengths[axis] ?? 0);
      // Written so that NaN fails too.
      if (!(change <= tolerance)) return undefined;
      exact.push(own === 0 ? (((units % 24) + 24) % 24) / 24 : wrapFractional(units / 24 + own));
    }
    const [x = 0, y = 0, z = 0] = exact;
    rounded.push({ rotation, translation: [x, y, z] });
  }
  return rounded;
}

function isIdentity({ rotation, translation }: SymmetryOperation): boolean {
  return (
    rotation.flat().join() === "1,0,0,0,1,0,0,0,1" && translation.every((shift) => shift === 0)
  );
}
