import { applyOperation, invertOperation, wrapFractional } from "@ftcp/crystal";
import type { Site, Structure, SymmetryOperation, Vector3 } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import { SiteFinder } from "./siteFinder.ts";

/** Coordinates this near to a multiple of 1/24, or to what was given, differ by rounding errors. */
const roundingError = 1e-12;

/** A site of the asymmetric unit. */
export interface IndependentSite {
  /** The site, on its exact special position. */
  readonly site: Site;
  /** Its index among the sites of the cell. */
  readonly index: number;
  /** How many sites of the cell it stands for. */
  readonly multiplicity: number;
}

/**
 * One site for all that symmetry makes of it.
 *
 * @param structure - all sites of one cell
 * @param operations - all operations of its space group, exact ones
 * @param tolerance - how far in Å a site may be from where an operation puts it
 * @returns the sites from which the operations make the cell, in the order of their first site; each is
 *   the average of what the operations make of its images, `Σ g⁻¹(image) / n`, which lies on the
 *   special position exactly
 * @throws {@link CifError} with code `CIF_UNWRITABLE` when the operations do not map the sites onto each
 *   other, or are no group
 * @internal
 */
export function reduceToAsymmetricUnit(
  structure: Structure,
  operations: readonly SymmetryOperation[],
  tolerance: number,
): readonly IndependentSite[] {
  const { lattice, sites } = structure;
  const finder = new SiteFinder(lattice, sites, tolerance);
  const inverses = operations.map((operation) => invert(operation));
  const isTaken = new Uint8Array(sites.length);
  const units: IndependentSite[] = [];
  for (const [index, site] of sites.entries()) {
    if (isTaken[index] === 1) continue;
    const orbit = new Map<number, number>();
    const sum = [0, 0, 0];
    for (const [number, operation] of operations.entries()) {
      const image = applyOperation(operation, site.fractional);
      const found = finder.find(index, image);
      if (found === undefined) throw unmapped(site, index, operation, tolerance);
      orbit.set(found.index, (orbit.get(found.index) ?? 0) + 1);
      // The way from the image back to the site there, seen from the first site.
      const back = rotate(inverses[number] ?? operation, found.offset);
      for (let axis = 0; axis < 3; axis += 1) sum[axis] = (sum[axis] ?? 0) - (back[axis] ?? 0);
    }
    // In a group every image is reached equally often.
    const times = operations.length / orbit.size;
    for (const [image, count] of orbit) {
      if (count !== times || isTaken[image] === 1) {
        throw new CifError(
          "CIF_UNWRITABLE",
          "the symmetry operations are no group, or do not map the sites onto each other one by one",
        );
      }
      isTaken[image] = 1;
    }
    const [x, y, z] = site.fractional;
    const [u = 0, v = 0, w = 0] = sum.map((value) => value / operations.length);
    const fractional: Vector3 = [settle(x, u), settle(y, v), settle(z, w)];
    units.push({ site: { ...site, fractional }, index, multiplicity: orbit.size });
  }
  return units;
}

function invert(operation: SymmetryOperation): SymmetryOperation {
  try {
    return invertOperation(operation);
  } catch (cause) {
    throw new CifError("CIF_UNWRITABLE", "a symmetry operation is none", { cause });
  }
}

function rotate({ rotation }: SymmetryOperation, vector: Vector3): Vector3 {
  return applyOperation({ rotation, translation: [0, 0, 0] }, vector);
}

/** A coordinate moved by a little, without the rounding errors of the way. */
function settle(x: number, move: number): number {
  if (move === 0) return x;
  const moved = x + move;
  const units = Math.round(moved * 24);
  if (Math.abs(moved - units / 24) < roundingError) return (((units % 24) + 24) % 24) / 24;
  return Math.abs(move) < roundingError ? x : wrapFractional(moved);
}

function unmapped(
  site: Site,
  index: number,
  operation: SymmetryOperation,
  tolerance: number,
): CifError {
  const name = site.label ?? site.species[0]?.element ?? "";
  return new CifError(
    "CIF_UNWRITABLE",
    `a symmetry operation (rotation ${operation.rotation.flat().join(" ")}, translation ` +
      `${operation.translation.join(" ")}) puts site ${index} (${name}) where none of its kind is ` +
      `within ${tolerance} Å`,
  );
}
