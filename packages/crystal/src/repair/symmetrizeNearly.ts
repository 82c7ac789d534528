import { CrystalError } from "../crystalError.ts";
import { invertMatrix } from "../geometry/invertMatrix.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import type { Structure } from "../structure/structure.ts";
import type { SymmetryDataset } from "../symmetry/symmetryDataset.ts";
import type { SymmetryFinder } from "../symmetry/symmetryFinder.ts";
import type { Displacement } from "./displacement.ts";
import { measureDisplacement } from "./measureDisplacement.ts";
import { snapToGroup } from "./snapToGroup.ts";

/** Every pass adds symmetry; more passes than this have not been seen. */
const mostPasses = 5;
/** Changes below this, in Å and as strain, are rounding errors. */
const rounding = 1e-9;

/** How {@link symmetrizeNearly} works. */
export interface SymmetrizeNearlyOptions {
  /** Distance in Å within which the space group before and afterwards is determined; 0.01 by default. */
  readonly tolerance?: number;
  /** No atom may move farther, in Å; 0.4 by default. */
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
 * @param options - see {@link SymmetrizeNearlyOptions}
 * @returns the crystal and what was done
 * @throws `CrystalError` with code `CRYSTAL_NO_SITES` when there are no sites
 * @throws RangeError when a bound or the tolerance is not positive
 *
 * @remarks
 * Operations that nearly map the crystal onto itself are looked for in the reduced cell, each a linear map and a
 * permutation of sites, and taken in, the best fitting first, as long as the group they close to can be averaged over
 * within the bounds. This is done again until nothing is added; the bounds hold for the whole way from the given
 * crystal, and a second call, which begins a way of its own, changes nothing as long as no further symmetry lies
 * within its bounds. moyo then names the group: asked itself with tolerances up to tenths of Å it takes fifty times
 * as long on crystals that a model decodes, as it tries ever smaller ones where they are not symmetric. Translations
 * count as operations, so that a crystal whose halves are nearly equal becomes a supercell.
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
  const { tolerance = 0.01, maximumDisplacement = 0.4, maximumStrain = 0.1, accept } = options;
  for (const [name, value] of Object.entries({ tolerance, maximumDisplacement, maximumStrain })) {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`${name} must be positive and finite, not ${value}.`);
    }
  }
  if (structure.sites.length === 0) {
    throw new CrystalError("CRYSTAL_NO_SITES", "A structure without sites has no symmetry.");
  }
  const first = findSymmetry(structure, finder, tolerance);
  let current = structure;
  let order = 1;
  // What is found may have come near a still higher symmetry.
  for (let pass = 0; pass < mostPasses; pass++) {
    const next = snapToGroup(current, {
      // A site and the one it is moved onto may each be off by as much.
      largestMiss: 2 * maximumDisplacement,
      metricTolerance: 3 * maximumStrain,
      accept: (symmetrized) =>
        measureDisplacement(structure, symmetrized).largest <= maximumDisplacement &&
        measureStrain(structure, symmetrized) <= maximumStrain &&
        (accept?.(symmetrized) ?? true),
    });
    if (next.order <= order) break;
    current = next.structure;
    order = next.order;
  }
  const before = nameOf(first);
  if (current === structure) {
    return { ...unchanged(structure), before, after: before, dataset: first };
  }
  const displacement = measureDisplacement(structure, current);
  const strain = measureStrain(structure, current);
  const dataset = findSymmetry(current, finder, tolerance);
  const isRounding = displacement.largest < rounding && strain < rounding;
  // Of what was averaged nothing must be lost.
  if (isRounding || dataset === undefined || dataset.operations.length < order) {
    return { ...unchanged(structure), before, after: before, dataset: first };
  }
  return {
    structure: current,
    ...{ before, after: nameOf(dataset), dataset, displacement, strain },
  };
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
