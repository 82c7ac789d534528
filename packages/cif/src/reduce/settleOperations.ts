import { identifySetting, settingOperations } from "@ftcp/crystal";
import type { Lattice, SpaceGroupSetting, SymmetryOperation, Vector3 } from "@ftcp/crystal";

/** Operations with exact translations where there are such. */
export interface SettledOperations {
  /** The operations, the identity first. */
  readonly operations: readonly SymmetryOperation[];
  /** The setting that has exactly these operations, if there is one. */
  readonly setting: SpaceGroupSetting | undefined;
}

/**
 * The operations of a setting for operations that were found within a tolerance.
 *
 * @param given - operations of a space group
 * @param lattice - the lattice that they refer to
 * @param tolerance - how far in Å a translation may be from the exact one
 * @returns those of the setting that has these operations; else the given ones, their translations as
 *   multiples of 1/24 if all are that within the tolerance, and as they are if not (another origin)
 * @internal
 */
export function settleOperations(
  given: readonly SymmetryOperation[],
  lattice: Lattice,
  tolerance: number,
): SettledOperations {
  const rounded = roundTranslations(given, lattice, tolerance);
  const setting = rounded === undefined ? undefined : identifySetting(rounded);
  if (setting !== undefined) return { operations: settingOperations(setting), setting };
  const operations = rounded ?? given;
  const first = operations.filter(isIdentity);
  return {
    operations: [...first, ...operations.filter((operation) => !isIdentity(operation))],
    setting: undefined,
  };
}

function roundTranslations(
  given: readonly SymmetryOperation[],
  { a, b, c }: Lattice,
  tolerance: number,
): readonly SymmetryOperation[] | undefined {
  const lengths = [a, b, c];
  const rounded: SymmetryOperation[] = [];
  for (const { rotation, translation } of given) {
    const units = translation.map((shift) => Math.round(shift * 24));
    const isNear = translation.every(
      (shift, axis) =>
        Math.abs(shift - (units[axis] ?? 0) / 24) * (lengths[axis] ?? 0) <= tolerance,
    );
    if (!isNear) return undefined;
    const [x = 0, y = 0, z = 0] = units.map((unit) => (((unit % 24) + 24) % 24) / 24);
    rounded.push({ rotation, translation: [x, y, z] satisfies Vector3 });
  }
  return rounded;
}

function isIdentity({ rotation, translation }: SymmetryOperation): boolean {
  return (
    rotation.flat().join() === "1,0,0,0,1,0,0,0,1" && translation.every((shift) => shift === 0)
  );
}
