import { CrystalError } from "../crystalError.ts";
import { createSiteFinder } from "../distance/createSiteFinder.ts";
import { determinant } from "../geometry/determinant.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { invertMatrix } from "../geometry/invertMatrix.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { settingOperations } from "../spaceGroup/settingOperations.ts";
import { spaceGroupSettings } from "../spaceGroup/spaceGroupSettings.ts";
import type { SymmetryOperation } from "../spaceGroup/symmetryOperation.ts";
import { siteKinds } from "../structure/siteKinds.ts";
import type { Site, Structure } from "../structure/structure.ts";
import type { EngineCell, EngineDataset } from "./engineDataset.ts";
import { exactLattice } from "./exactLattice.ts";
import type { CellTransformation, SymmetryDataset } from "./symmetryDataset.ts";
import type { SymmetryEngine } from "./symmetryEngine.ts";
import { symmetrizeLattice } from "./symmetrizeLattice.ts";
import { wrapNear } from "./wrapNear.ts";

/** How far in Å the site that a standardized one stands for is looked for before all are tried. */
const searchRadius = 0.5;

/** How symmetry is looked for. */
export interface FindSymmetryOptions {
  /** Distance in Å within which sites count as equivalent; 0.01 when absent. */
  readonly tolerance?: number;
  /**
   * Setting of the conventional cell: `"standard"` (unique axis b, cell choice 1; origin choice 2;
   * hexagonal axes), which is the default, or `"spglib"`, the first setting of each type (origin
   * choice 1).
   */
  readonly setting?: "standard" | "spglib";
}

/**
 * Finds the symmetry of structures; made by `createSymmetryFinder` or, in Node, by
 * `loadSymmetryFinder` of `@ftcp/crystal/node`.
 *
 * @example
 * ```ts
 * const finder = await loadSymmetryFinder();
 * const { hermannMauguin, wyckoffLetters } = finder.find(structure, { tolerance: 0.01 });
 * ```
 */
export class SymmetryFinder {
  readonly #engine: SymmetryEngine;

  /** @internal */
  constructor(engine: SymmetryEngine) {
    this.#engine = engine;
  }

  /**
   * The symmetry of a structure.
   *
   * @param structure - any structure with at least one site; shared and partly empty sites are
   *   equivalent when they hold the same species with the same occupancies and charges
   * @param options - see {@link FindSymmetryOptions}
   * @returns the space group, the operations and the standardized cells
   * @throws `CrystalError` with code `CRYSTAL_NO_SITES`, or `CRYSTAL_SYMMETRY_FAILED` when no
   *   symmetry can be determined: sites that coincide, a cell or coordinates that are not finite, a
   *   tolerance that is too large
   * @throws RangeError when the tolerance is not a positive number
   *
   * @remarks
   * Labels play no part; the standardized cells carry the species and labels of the sites that their
   * sites stand for. A left-handed cell is allowed: the standardized cells are right-handed and
   * describe the same crystal, not its mirror image. Coordinates of the operations are those of the
   * structure as it was given.
   */
  find(structure: Structure, options: FindSymmetryOptions = {}): SymmetryDataset {
    const { tolerance = 0.01, setting = "standard" } = options;
    if (!(tolerance > 0 && tolerance < Infinity)) {
      throw new RangeError(`The tolerance must be a positive number in Å, not ${tolerance}.`);
    }
    if (structure.sites.length === 0) {
      throw new CrystalError("CRYSTAL_NO_SITES", "A structure without sites has no space group.");
    }
    const { matrix } = structure.lattice;
    const kinds = siteKinds(structure).ofSite;
    const volume = determinant(matrix);
    const coordinates = structure.sites.flatMap(({ fractional }) => fractional);
    if (!(
      Math.abs(volume) > 0 &&
      Math.abs(volume) < Infinity &&
      coordinates.every(Number.isFinite)
    )) {
      throw failure(structure, tolerance, "the cell or the coordinates are not finite");
    }
    // Moyo takes a left-handed cell for its mirror image. With all signs changed, of vectors and of
    // coordinates, every atom stays where it is and the cell is right-handed.
    const sign = volume < 0 ? -1 : 1;
    const cell: EngineCell = {
      lattice: { basis: flatten(matrix, sign) },
      positions: structure.sites.map(({ fractional: [x, y, z] }) => [sign * x, sign * y, sign * z]),
      // Numbers from 1 on: moyo only compares them.
      numbers: kinds.map((kind) => kind + 1),
    };
    let dataset: EngineDataset;
    try {
      dataset = this.#engine.analyze(cell, tolerance, setting === "spglib" ? "Spglib" : "Standard");
    } catch (cause) {
      throw failure(structure, tolerance, reasonOf(cause), cause);
    }
    return convert(structure, kinds, dataset, sign);
  }
}

function reasonOf(cause: unknown): string {
  if (typeof cause === "string") return cause;
  return cause instanceof Error ? cause.message : "unknown reason";
}

function failure(
  { lattice, sites }: Structure,
  tolerance: number,
  reason: string,
  cause?: unknown,
): CrystalError {
  return new CrystalError(
    "CRYSTAL_SYMMETRY_FAILED",
    `The symmetry of the ${sites.length} sites could not be determined within ${tolerance} Å: ${reason}.`,
    { tolerance, lattice: lattice.matrix.flat() },
    cause === undefined ? {} : { cause },
  );
}

function convert(
  structure: Structure,
  kinds: readonly number[],
  dataset: EngineDataset,
  sign: number,
): SymmetryDataset {
  const setting = spaceGroupSettings[dataset.hall_number - 1];
  if (setting?.number !== dataset.number) {
    throw new CrystalError(
      "CRYSTAL_SYMMETRY_FAILED",
      `The installed @spglib/moyo-wasm numbers settings in another way (${dataset.hall_number}).`,
    );
  }
  const rotation = byColumns(dataset.std_rotation_matrix, 1);
  const toConventional: CellTransformation = {
    basis: byColumns(dataset.std_linear, sign),
    originShift: withSign(dataset.std_origin_shift, sign),
    rotation,
  };
  const toPrimitive: CellTransformation = {
    basis: byColumns(dataset.prim_std_linear, sign),
    originShift: withSign(dataset.prim_std_origin_shift, sign),
    rotation,
  };
  // moyo puts sites onto their special positions, but leaves the lattice as it was found.
  const rotations = settingOperations(setting).map(({ rotation: linear }) => linear);
  const change = multiplyMatrices(invertMatrix(toConventional.basis), toPrimitive.basis);
  const inverse = invertMatrix(change);
  const inPrimitive = rotations.map((linear) =>
    multiplyMatrices(multiplyMatrices(inverse, linear), change),
  );
  return {
    number: dataset.number,
    hallNumber: dataset.hall_number,
    hermannMauguin: setting.hermannMauguin,
    setting,
    crystalSystem: setting.crystalSystem,
    pointGroup: setting.pointGroup,
    pearsonSymbol: dataset.pearson_symbol,
    operations: dataset.operations.map(({ rotation: linear, translation }): SymmetryOperation => ({
      rotation: byColumns(linear, 1),
      translation: wrapVector(withSign(translation, sign)),
    })),
    equivalentSites: dataset.orbits,
    wyckoffLetters: dataset.wyckoffs,
    siteSymmetries: dataset.site_symmetry_symbols,
    conventional: readCell(structure, kinds, dataset.std_cell, toConventional, rotations),
    toConventional,
    primitive: readCell(structure, kinds, dataset.prim_std_cell, toPrimitive, inPrimitive),
    toPrimitive,
    tolerance: dataset.symprec,
  };
}

/** A cell of moyo, each site with the species and label of the nearest site that it stands for. */
function readCell(
  structure: Structure,
  kinds: readonly number[],
  cell: EngineCell,
  { basis, originShift }: CellTransformation,
  rotations: readonly Matrix3[],
): Structure {
  const at = (index: number): number => cell.lattice.basis[index] ?? NaN;
  const found = exactLattice([
    [at(0), at(1), at(2)],
    [at(3), at(4), at(5)],
    [at(6), at(7), at(8)],
  ]);
  const lattice = symmetrizeLattice(found, rotations);
  const findSites = createSiteFinder(
    structure.lattice,
    structure.sites.map(({ fractional }) => fractional),
    searchRadius,
  );
  const all = [...structure.sites.keys()];
  const sites = cell.positions.map((position, index): Site => {
    const [x, y, z] = position;
    const original = basis.map(
      (row, axis) => row[0] * x + row[1] * y + row[2] * z + (originShift[axis] ?? NaN),
    ) as unknown as Vector3;
    const isOfKind = (site: number): boolean => (kinds[site] ?? -1) + 1 === cell.numbers[index];
    let candidates = findSites(original).filter(isOfKind);
    // Averaging can move a site far where the tolerance is large.
    if (candidates.length === 0) candidates = all.filter(isOfKind);
    const nearest = structure.sites[nearestOf(structure, candidates, original)];
    return { ...nearest, species: nearest?.species ?? [], fractional: wrapVector(position) };
  });
  return { lattice, sites };
}

/** The candidate nearest to a place, the first one of several; -1 when there is none. */
function nearestOf(
  { lattice, sites }: Structure,
  candidates: readonly number[],
  place: Vector3,
): number {
  let nearest = -1;
  let least = Infinity;
  for (const candidate of candidates) {
    const [x, y, z] = sites[candidate]?.fractional ?? [NaN, NaN, NaN];
    const difference: Vector3 = [
      x - place[0] - Math.round(x - place[0]),
      y - place[1] - Math.round(y - place[1]),
      z - place[2] - Math.round(z - place[2]),
    ];
    const distance = Math.hypot(...multiplyRow(difference, lattice.matrix));
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

function wrapVector([x, y, z]: Vector3): Vector3 {
  return [wrapNear(x), wrapNear(y), wrapNear(z)];
}

function byColumns(flat: readonly number[], sign: number): Matrix3 {
  const at = (index: number): number => sign * (flat[index] ?? NaN) + 0;
  return [
    [at(0), at(3), at(6)],
    [at(1), at(4), at(7)],
    [at(2), at(5), at(8)],
  ];
}

function withSign([x, y, z]: Vector3, sign: number): Vector3 {
  return [sign * x + 0, sign * y + 0, sign * z + 0];
}

function flatten([a, b, c]: Matrix3, sign: number): readonly number[] {
  return [
    sign * a[0],
    sign * a[1],
    sign * a[2],
    sign * b[0],
    sign * b[1],
    sign * b[2],
    sign * c[0],
    sign * c[1],
    sign * c[2],
  ];
}
