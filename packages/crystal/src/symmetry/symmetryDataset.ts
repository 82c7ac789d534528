import type { Matrix3 } from "../geometry/matrix3.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { CrystalSystem, SpaceGroupSetting } from "../spaceGroup/spaceGroupSetting.ts";
import type { SymmetryOperation } from "../spaceGroup/symmetryOperation.ts";
import type { Structure } from "../structure/structure.ts";

/**
 * How a cell follows from another one.
 *
 * With the lattice vectors of the old cell a, b, c: `(a', b', c') = (a, b, c) P`, turned by `rotation`;
 * coordinates `x' = P⁻¹ (x - originShift)`.
 */
export interface CellTransformation {
  /** The matrix P; its columns are the new vectors in terms of the old ones. */
  readonly basis: Matrix3;
  /** The new origin, in fractions of the old lattice vectors. */
  readonly originShift: Vector3;
  /** The turn of the Cartesian axes, `r' = rotation · r`; determinant 1. */
  readonly rotation: Matrix3;
}

/** The symmetry of a structure, as {@link SymmetryFinder} finds it. */
export interface SymmetryDataset {
  /** Number of the space-group type in the International Tables, 1 to 230. */
  readonly number: number;
  /** Place of the setting of `conventional` among the 530, from 1. */
  readonly hallNumber: number;
  /** Hermann-Mauguin symbol of that setting, as `F d -3 m`. */
  readonly hermannMauguin: string;
  /** All that is known about that setting. */
  readonly setting: SpaceGroupSetting;
  /** Crystal system. */
  readonly crystalSystem: CrystalSystem;
  /** Crystal class, as `m-3m`. */
  readonly pointGroup: string;
  /** Pearson symbol, as `cF8`: crystal family, centring and number of sites of the conventional cell. */
  readonly pearsonSymbol: string;
  /** All operations in the coordinates of the structure that was given, the identity first. */
  readonly operations: readonly SymmetryOperation[];
  /** For each site the first site that an operation maps onto it. */
  readonly equivalentSites: readonly number[];
  /** Wyckoff letter of each site, in the setting of `conventional`. */
  readonly wyckoffLetters: readonly string[];
  /** Site symmetry of each site, oriented, as `.2.` or `-43m`. */
  readonly siteSymmetries: readonly string[];
  /** The standardized conventional cell, its metric and its sites exactly symmetric. */
  readonly conventional: Structure;
  /** How `conventional` follows from the structure. */
  readonly toConventional: CellTransformation;
  /** A primitive cell of `conventional`. */
  readonly primitive: Structure;
  /** How `primitive` follows from the structure. */
  readonly toPrimitive: CellTransformation;
  /** The distance in Å within which sites were taken for equivalent; may be less than was allowed. */
  readonly tolerance: number;
}
