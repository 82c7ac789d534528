import { CrystalError } from "../crystalError.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { applyOperation } from "../spaceGroup/applyOperation.ts";
import { invertOperation } from "../spaceGroup/invertOperation.ts";
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
 * @throws {@link CrystalError} with code `CRYSTAL_SYMMETRY_FAILED` when the operations do not map the
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
  const sums = sites.map((): [number, number, number] => [0, 0, 0]);
  for (const operation of operations) {
    const inverse = invertOperation(operation);
    const isTaken = new Set<number>();
    for (const [index, { fractional }] of sites.entries()) {
      const image = applyOperation(operation, fractional);
      const [target, position, distance] = findNearest(
        structure,
        orbits.get(equivalentSites[index] ?? -1),
        image,
      );
      if (isTaken.has(target) || !(distance <= 10 * tolerance)) {
        throw new CrystalError(
          "CRYSTAL_SYMMETRY_FAILED",
          "The operations do not map the sites onto each other.",
          { siteIndex: index },
        );
      }
      isTaken.add(target);
      const back = applyOperation(inverse, position);
      const sum = sums[index] ?? [0, 0, 0];
      for (let axis = 0; axis < 3; axis += 1) {
        sum[axis] = (sum[axis] ?? NaN) + (back[axis] ?? NaN) - (fractional[axis] ?? NaN);
      }
    }
  }
  return {
    lattice: symmetrizeLattice(
      lattice,
      operations.map(({ rotation }) => rotation),
    ),
    sites: sites.map((site, index) => {
      const [x, y, z] = site.fractional;
      const [u, v, w] = sums[index] ?? [NaN, NaN, NaN];
      return {
        ...site,
        fractional: [wrapNear(x + u / count), wrapNear(y + v / count), wrapNear(z + w / count)],
      };
    }),
  };
}

/** The site of an orbit nearest to a point, its image there, and the distance in Å. */
function findNearest(
  { lattice, sites }: Structure,
  orbit: readonly number[] = [],
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
