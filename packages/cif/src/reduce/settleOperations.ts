import { applyOperation, identifySetting, settingOperations, wrapFractional } from "@ftcp/crystal";
import type {
  Lattice,
  Matrix3,
  SpaceGroupSetting,
  SymmetryOperation,
  Vector3,
} from "@ftcp/crystal";

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

/**
 * With the origin at p an operation has the translation `t + R p - p`, which is rounded; undefined where
 * one is not near enough, or what is rounded is no group.
 */
function roundTranslations(
  given: readonly SymmetryOperation[],
  origin: Vector3,
  { a, b, c }: Lattice,
  tolerance: number,
): readonly SymmetryOperation[] | undefined {
  const lengths = [a, b, c];
  const rounded: SymmetryOperation[] = [];
  const inUnits: SymmetryOperation[] = [];
  for (const { rotation, translation } of given) {
    const moved = applyOperation({ rotation, translation: [0, 0, 0] }, origin);
    const exact: number[] = [];
    const units: number[] = [];
    for (const [axis, shift] of translation.entries()) {
      const own = (origin[axis] ?? 0) - (moved[axis] ?? 0);
      const unit = Math.round((shift - own) * 24);
      const change = Math.abs(shift - own - unit / 24) * (lengths[axis] ?? 0);
      // Written so that NaN fails too.
      if (!(change <= tolerance)) return undefined;
      units.push(unit);
      exact.push(own === 0 ? modulo24(unit) / 24 : wrapFractional(unit / 24 + own));
    }
    const [x = 0, y = 0, z = 0] = exact;
    const [p = 0, q = 0, r = 0] = units;
    rounded.push({ rotation, translation: [x, y, z] });
    inUnits.push({ rotation, translation: [p, q, r] });
  }
  return isGroup(inUnits) ? rounded : undefined;
}

/** Whether products of the operations, translations in units of 1/24, are among them. */
function isGroup(operations: readonly SymmetryOperation[]): boolean {
  const keys = new Set(operations.map(keyOf));
  return operations.every((left) =>
    operations.every(({ rotation: [p, q, r], translation }) => {
      const rows = left.rotation.map(([x, y, z]): Vector3 => [
        x * p[0] + y * q[0] + z * r[0],
        x * p[1] + y * q[1] + z * r[1],
        x * p[2] + y * q[2] + z * r[2],
      ]) as unknown as Matrix3;
      return keys.has(keyOf({ rotation: rows, translation: applyOperation(left, translation) }));
    }),
  );
}

/** A number for rotations with small elements and translations up to lattice vectors. */
function keyOf({ rotation, translation: [x, y, z] }: SymmetryOperation): number {
  let key = 0;
  for (const row of rotation) for (const value of row) key = key * 16 + value + 8;
  return ((key * 24 + modulo24(x)) * 24 + modulo24(y)) * 24 + modulo24(z);
}

function modulo24(unit: number): number {
  return ((unit % 24) + 24) % 24;
}

function isIdentity({ rotation, translation }: SymmetryOperation): boolean {
  return (
    rotation.flat().join() === "1,0,0,0,1,0,0,0,1" && translation.every((shift) => shift === 0)
  );
}
