import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import type { LatticeParameters } from "../lattice/lattice.ts";
import { settingOperations } from "./settingOperations.ts";
import type { SpaceGroupSetting } from "./spaceGroupSetting.ts";

/** Tolerances of {@link settingFitsLattice}. */
export interface SettingFitOptions {
  /** How far lengths that must be equal may differ, relative; 0.01 when absent. */
  readonly lengthTolerance?: number;
  /** How far angles may be from what they must be, in degrees; 0.5 when absent. */
  readonly angleTolerance?: number;
}

/**
 * Whether a cell has the shape that a setting demands: every rotation `R` keeps the metric, `Rᵀ G R = G`.
 *
 * @param setting - the setting
 * @param lattice - the cell
 * @param options - see {@link SettingFitOptions}
 * @returns true when each rotated cell has the same lengths and angles within the tolerances
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_HALL_SYMBOL`, for a setting made by hand
 *
 * @remarks
 * A cell may have a higher symmetry than the setting: a cubic cell fits every setting but those with
 * hexagonal axes. NaN in the cell fits nothing.
 *
 * @example
 * ```ts
 * const [hexagonal] = findSpaceGroupSettings({ hermannMauguin: "R -3 m" });
 * const cell = { a: 4.38, b: 4.38, c: 30.5, alpha: 90, beta: 90, gamma: 120 };
 * if (hexagonal) settingFitsLattice(hexagonal, cell); // true
 * ```
 */
export function settingFitsLattice(
  setting: Pick<SpaceGroupSetting, "hall">,
  lattice: LatticeParameters,
  options: SettingFitOptions = {},
): boolean {
  const { lengthTolerance = 0.01, angleTolerance = 0.5 } = options;
  const { a, b, c, alpha, beta, gamma } = lattice;
  const lengths = [a, b, c];
  const angles = [alpha, beta, gamma];
  const product = (length: number, other: number, angle: number): number =>
    length * other * Math.cos((angle * Math.PI) / 180);
  const metric: Matrix3 = [
    [a * a, product(a, b, gamma), product(a, c, beta)],
    [product(a, b, gamma), b * b, product(b, c, alpha)],
    [product(a, c, beta), product(b, c, alpha), c * c],
  ];
  return settingOperations(setting).every(({ rotation }) => {
    const [x, y, z] = rotation;
    const transposed: Matrix3 = [
      [x[0], y[0], z[0]],
      [x[1], y[1], z[1]],
      [x[2], y[2], z[2]],
    ];
    const rotated = multiplyMatrices(multiplyMatrices(transposed, metric), rotation);
    const newLengths = rotated.map((row, index) => Math.sqrt(row[index] ?? NaN));
    const newAngles = [
      [1, 2],
      [0, 2],
      [0, 1],
    ].map(([i = 0, j = 0]) => {
      const cosine = (rotated[i]?.[j] ?? NaN) / ((newLengths[i] ?? NaN) * (newLengths[j] ?? NaN));
      return (Math.acos(cosine) * 180) / Math.PI;
    });
    return (
      newLengths.every((length, index) => {
        const expected = lengths[index] ?? NaN;
        return Math.abs(length - expected) <= lengthTolerance * expected;
      }) &&
      newAngles.every((angle, index) => Math.abs(angle - (angles[index] ?? NaN)) <= angleTolerance)
    );
  });
}
