import { CrystalError } from "../crystalError.ts";
import { invertMatrix } from "../geometry/invertMatrix.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import type { Structure } from "../structure/structure.ts";
import type { SymmetryDataset } from "../symmetry/symmetryDataset.ts";
import type { SymmetryFinder } from "../symmetry/symmetryFinder.ts";
import { symmetrizeStructure } from "../symmetry/symmetrizeStructure.ts";
import type { Displacement } from "./displacement.ts";
import { measureDisplacement } from "./measureDisplacement.ts";

/** Every pass adds symmetry; more passes than this have not been seen. */
const mostPasses = 5;
/** Changes below this, in Å and as strain, are rounding errors. */
const rounding = 1e-9;

/** How {@link symmetrizeNearly} works. */
export interface SymmetrizeNearlyOptions {
  /**
   * Tolerances in Å with which symmetry is looked for, ascending; 0.01, 0.03, 0.1, 0.2, 0.3 and 0.4 by
   * default. With the first the space group before and afterwards is determined.
   */
  readonly tolerances?: readonly number[];
  /** No atom may move farther, in Å, whatever the tolerance; 0.4 by default. */
  readonly maximumDisplacement?: number;
  /** The cell may not be strained more (see {@link NearSymmetry}); 0.1 by default. */
  readonly maximumStrain?: number;
  /** Whether a symmetrised crystal is acceptable otherwise; all are by default. */
  readonly accept?: (symmetrized: Structure) => boolean;
}

/** A space group, in short. */
export interface SpaceGroupName {
  /** Number in the International Tables, 1 to 230. */
  readonly number: number;
  /** Hermann-Mauguin symbol, as `F m -3 m`. */
  readonly hermannMauguin: string;
}

/** What {@link symmetrizeNearly} did. */
export interface NearSymmetry {
  /** The crystal on its symmetry: the same sites in the same cell; the given object when it was there. */
  readonly structure: Structure;
  /** Its space group before; undefined where none can be determined (atoms that coincide). */
  readonly before: SpaceGroupName | undefined;
  /** Its space group afterwards. */
  readonly after: SpaceGroupName | undefined;
  /** All that is known of the symmetry afterwards, conventional cell included. */
  readonly dataset: SymmetryDataset | undefined;
  /** The tolerance in Å with which the symmetry was found; 0 when nothing was done. */
  readonly tolerance: number;
  /** How far the atoms moved. */
  readonly displacement: Displacement;
  /** Strain of the cell, the norm of `(F Fᵀ - 1) / 2` with the deformation F. */
  readonly strain: number;
}

/**
 * Snaps a crystal to the highest symmetry that it nearly has.
 *
 * @param structure - any crystal
 * @param finder - of `createSymmetryFinder` or `loadSymmetryFinder`
 * @param options - tolerances and bounds
 * @returns the crystal and what was done
 * @throws {@link CrystalError} with code `CRYSTAL_NO_SITES` when there are no sites
 * @throws RangeError when a tolerance is not positive
 *
 * @remarks
 * Symmetry is looked for with every tolerance; of the symmetrised crystals within the bounds the one with
 * most operations is kept, of equal ones that of the smallest tolerance. What is found then may have come near
 * a still higher symmetry, so this is repeated until nothing changes; the bounds hold for the whole way from the
 * given crystal, and a second call, which begins a way of its own, changes nothing as long as no further
 * symmetry lies within its bounds. Translations count as operations, so that a crystal whose halves are nearly
 * equal becomes a supercell.
 *
 * @example
 * ```ts
 * const finder = await loadSymmetryFinder();
 * const { structure, before, after, displacement } = symmetrizeNearly(decoded, finder);
 * ```
 */
export function symmetrizeNearly(
  structure: Structure,
  finder: Pick<SymmetryFinder, "find">,
  options: SymmetrizeNearlyOptions = {},
): NearSymmetry {
  const {
    tolerances = [0.01, 0.03, 0.1, 0.2, 0.3, 0.4],
    maximumDisplacement = 0.4,
    maximumStrain = 0.1,
    accept = () => true,
  } = options;
  const finest = tolerances[0];
  if (finest === undefined) throw new RangeError("There must be a tolerance.");
  const first = findSymmetry(structure, finder, finest);
  let current: Found = { ...unchanged(structure), dataset: first, operations: 0, tolerance: 0 };
  const findCurrent = (tolerance: number): SymmetryDataset | undefined =>
    tolerance === finest ? current.dataset : findSymmetry(current.structure, finder, tolerance);
  for (let pass = 0; pass < mostPasses; pass++) {
    let best = current;
    for (const tolerance of tolerances) {
      const dataset = findCurrent(tolerance);
      if (dataset === undefined || dataset.operations.length <= best.operations) continue;
      const moved = moveOnto(current.structure, dataset);
      if (moved === undefined) continue;
      const displacement = measureDisplacement(structure, moved);
      const strain = measureStrain(structure, moved);
      const isNear = displacement.largest <= maximumDisplacement && strain <= maximumStrain;
      if (!isNear || !accept(moved)) continue;
      const exact = findSymmetry(moved, finder, finest);
      // Of what was averaged nothing must be lost.
      if (exact === undefined || exact.operations.length < dataset.operations.length) continue;
      const { length: operations } = dataset.operations;
      best = { structure: moved, dataset: exact, operations, tolerance, displacement, strain };
    }
    if (best === current) break;
    current = best;
  }
  const { dataset, tolerance, displacement, strain } = current;
  const before = nameOf(first);
  if (displacement.largest < rounding && strain < rounding) {
    return { ...unchanged(structure), before, after: before, dataset: first, tolerance: 0 };
  }
  const after = nameOf(dataset);
  return {
    structure: current.structure,
    ...{ before, after, dataset, tolerance, displacement, strain },
  };
}

interface Found extends Pick<
  NearSymmetry,
  "structure" | "dataset" | "tolerance" | "displacement" | "strain"
> {
  /** Number of operations that the structure was averaged over. */
  readonly operations: number;
}

function unchanged(
  structure: Structure,
): Pick<NearSymmetry, "structure" | "displacement" | "strain"> {
  return { structure, displacement: { largest: 0, rms: 0 }, strain: 0 };
}

function nameOf(dataset: SymmetryDataset | undefined): SpaceGroupName | undefined {
  if (dataset === undefined) return undefined;
  return { number: dataset.number, hermannMauguin: dataset.hermannMauguin };
}

/** The symmetry within a tolerance; undefined where none can be determined with it. */
function findSymmetry(
  structure: Structure,
  finder: Pick<SymmetryFinder, "find">,
  tolerance: number,
): SymmetryDataset | undefined {
  try {
    return finder.find(structure, { tolerance });
  } catch (error) {
    if (error instanceof CrystalError && error.code === "CRYSTAL_SYMMETRY_FAILED") return undefined;
    throw error;
  }
}

/** The structure on a symmetry; undefined where the operations do not join its sites. */
function moveOnto(structure: Structure, dataset: SymmetryDataset): Structure | undefined {
  try {
    return symmetrizeStructure(structure, dataset);
  } catch (error) {
    if (error instanceof CrystalError) return undefined;
    throw error;
  }
}

/** The norm of `(F Fᵀ - 1) / 2`, where the lattice vectors (rows) of `after` are those of `before` times F. */
function measureStrain(before: Structure, after: Structure): number {
  const deformation = multiplyMatrices(invertMatrix(before.lattice.matrix), after.lattice.matrix);
  let sum = 0;
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      let product = row === column ? -1 : 0;
      for (let axis = 0; axis < 3; axis++) {
        product += (deformation[row]?.[axis] ?? NaN) * (deformation[column]?.[axis] ?? NaN);
      }
      sum += (product / 2) ** 2;
    }
  }
  return Math.sqrt(sum);
}
