import { CrystalError } from "../crystalError.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { applyOperation } from "../spaceGroup/applyOperation.ts";
import { invertOperation } from "../spaceGroup/invertOperation.ts";
import type { SymmetryOperation } from "../spaceGroup/symmetryOperation.ts";
import type { Structure } from "../structure/structure.ts";
import { symmetrizeLattice } from "./symmetrizeLattice.ts";
import { wrapNear } from "./wrapNear.ts";
import type { SymmetryDataset } from "./symmetryDataset.ts";

/**
 * The structure moved onto its symmetry: the same cell and sites, exact where they were nearly so.
 *
 * @param structure - the structure that was given to {@link SymmetryFinder}
 * @param dataset - its symmetry: operations, equivalent sites and the tolerance with which they were found
 * @returns the structure with the average metric `Σ Rᵀ G R / n` and each site at the average of its
 *   images, `Σ g⁻¹(image) / n`; site order, labels, species and the direction of the first lattice
 *   vector stay
 * @throws `CrystalError` with code `CRYSTAL_SYMMETRY_FAILED` when the operations do not map the
 *   sites onto each other within ten times the tolerance
 * @throws RangeError when the dataset has another number of sites
 *
 * @remarks
 * Sites move by no more than about the tolerance with which the symmetry was found. Exact to rounding
 * errors: lengths that symmetry makes equal are equal to the last digit, and so are angles of 60, 90
 * and 120 degrees.
 *
 * @example
 * ```ts
 * const dataset = finder.find(relaxed, { tolerance: 0.1 });
 * const exact = symmetrizeStructure(relaxed, dataset);
 * finder.find(exact, { tolerance: 1e-5 }).number === dataset.number; // true
 * ```
 */
export function symmetrizeStructure(
  structure: Structure,
  dataset: Pick<SymmetryDataset, "operations" | "equivalentSites" | "tolerance">,
): Structure {
  const { operations, equivalentSites, tolerance } = dataset;
  const { lattice, sites } = structure;
  const count = operations.length;
  if (count === 0 || equivalentSites.length !== sites.length) {
    throw new RangeError(
      `A dataset of ${equivalentSites.length} sites and ${count} operations is not one of these ${sites.length} sites.`,
    );
  }

  const orbits = new Map<number, number[]>();
  for (const [index, first] of equivalentSites.entries()) {
    const orbit = orbits.get(first);
    if (orbit === undefined) orbits.set(first, [index]);
    else orbit.push(index);
  }
  const inverses = operations.map(invertOperation);
  const places = new Array<Vector3 | undefined>(sites.length);
  // One site of each orbit is averaged; for another one, h(site), the average Σ g⁻¹(image) / n is h of
  // that, as g h runs through the group when g does.
  // What counts as equivalent may be more than the operations join: those of a supercell are fewer.
  for (const [first, kind] of equivalentSites.entries()) {
    if (places[first] !== undefined) continue;
    const orbit = orbits.get(kind) ?? [];
    const start = sites[first]?.fractional ?? [NaN, NaN, NaN];
    const visits = new Map<number, { count: number; readonly operation: SymmetryOperation }>();
    const sum: [number, number, number] = [0, 0, 0];
    for (const [at, operation] of operations.entries()) {
      const image = applyOperation(operation, start);
      const [target, position, distance] = findNearest(structure, orbit, image);
      if (!(distance <= 10 * tolerance)) throw failure(first);
      const visit = visits.get(target);
      if (visit === undefined) visits.set(target, { count: 1, operation });
      else visit.count += 1;
      const back = applyOperation(inverses[at] ?? operation, position);
      for (let axis = 0; axis < 3; axis += 1) {
        sum[axis] = (sum[axis] ?? NaN) + (back[axis] ?? NaN) - (start[axis] ?? NaN);
      }
    }
    const mean: Vector3 = [
      start[0] + sum[0] / count,
      start[1] + sum[1] / count,
      start[2] + sum[2] / count,
    ];
    for (const [index, visit] of visits) {
      if (visit.count !== count / visits.size || places[index] !== undefined) throw failure(index);
      places[index] = applyOperation(visit.operation, mean);
    }
  }
  return {
    lattice: symmetrizeLattice(
      lattice,
      operations.map(({ rotation }) => rotation),
    ),
    sites: sites.map((site, index) => {
      const [x, y, z] = places[index] ?? [NaN, NaN, NaN];
      return { ...site, fractional: [wrapNear(x), wrapNear(y), wrapNear(z)] };
    }),
  };
}

function failure(siteIndex: number): CrystalError {
  return new CrystalError(
    "CRYSTAL_SYMMETRY_FAILED",
    "The operations do not map the sites onto each other.",
    { siteIndex },
  );
}

/** The site of an orbit nearest to a point, its image there, and the distance in Å. */
function findNearest(
  { lattice, sites }: Structure,
  orbit: readonly number[],
  point: Vector3,
): readonly [number, Vector3, number] {
  let nearest = -1;
  let least = Infinity;
  let position = point;
  for (const index of orbit) {
    const [x, y, z] = sites[index]?.fractional ?? [NaN, NaN, NaN];
    const moved: Vector3 = [
      x - Math.round(x - point[0]),
      y - Math.round(y - point[1]),
      z - Math.round(z - point[2]),
    ];
    const difference: Vector3 = [moved[0] - point[0], moved[1] - point[1], moved[2] - point[2]];
    const distance = Math.hypot(...multiplyRow(difference, lattice.matrix));
    if (distance < least) {
      least = distance;
      nearest = index;
      position = moved;
    }
  }
  return [nearest, position, least];
}
