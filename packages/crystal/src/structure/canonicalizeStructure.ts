import { invertWholeMatrix } from "../geometry/invertWholeMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { createLattice } from "../lattice/createLattice.ts";
import { findMetricSymmetries } from "../lattice/findMetricSymmetries.ts";
import { findNiggliBasis } from "../lattice/findNiggliBasis.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import { niggliReduce } from "../lattice/niggliReduce.ts";
import { findCanonicalSetting } from "./findCanonicalSetting.ts";
import { siteKinds } from "./siteKinds.ts";
import type { Site, Structure } from "./structure.ts";

/** Cells whose metric differs by less than this share are alternatives, so that a ≈ b is no cliff. */
const metricTolerance = 0.02;
/** Coordinates this little below 1 become 0; see the remarks. */
const wrapTolerance = 1e-6;

/**
 * The canonical form of a crystal: the same crystal in a Niggli cell, with a canonical choice of axes,
 * origin and order of sites.
 *
 * @param structure - any structure, ordered or not
 * @returns the same crystal, rotated and shifted but never mirrored, with as many sites as given (a
 *   supercell stays one); an atom of the rarest kind is at the origin
 *
 * @remarks
 * Kinds of sites (elements, in an ordered crystal) are ordered by ascending Pauling electronegativity,
 * those without one last, ties by atomic number. Tried are all proper whole changes of basis with
 * entries -1, 0, 1 that keep the metric of the Niggli cell within 2 %, and all origins on an atom of
 * the rarest kind (of equally rare ones the most electropositive). Each gives a list of (kind, x, y, z)
 * with coordinates rounded to 1/96, sorted; the lexicographically smallest list is chosen, and among
 * equal ones the smallest metric and then the smallest unrounded coordinates. So the returned cell may
 * miss the Niggli conditions by 2 %.
 *
 * Two descriptions of one crystal (other origin, site order, unimodular basis, rotation) give the same
 * result up to rounding errors: so it was for all 50,551 crystals of the Materials Project that were
 * tried. Coordinates on the edge between two of the rounded ones, odd multiples of 1/192, are rounded up.
 * Coordinates less than 1e-6 below 1 are set to 0, which moves an atom by at most 1e-6 of the cell and,
 * in 6 of the 50,551, made a nearly equal setting the smallest: there the canonical form of the canonical
 * form differs by up to 0.005.
 * Labels and charges stay with their sites. The lattice is oriented as {@link createLattice} does.
 *
 * @example
 * ```ts
 * canonicalizeStructure(rockSaltConventional).sites.length; // 8
 * ```
 */
export function canonicalizeStructure(structure: Structure): Structure {
  const sites = structure.sites;
  if (sites.length === 0) {
    return { lattice: createLattice(niggliReduce(structure.lattice).lattice), sites: [] };
  }
  const { matrix: reducedMatrix, transformation } = findNiggliBasis(structure.lattice);
  const kinds = siteKinds(structure);
  const reduced = changeBasis(sites, transformation);
  const { basis, order, coordinates } = findCanonicalSetting(
    findMetricSymmetries(reducedMatrix, metricTolerance),
    reducedMatrix,
    reduced,
    kinds.ofSite,
    kinds.names.length,
    findOrigins(kinds.ofSite, kinds.names.length),
  );
  const matrix = multiplyMatrices(basis, reducedMatrix);
  return {
    lattice: createLattice(latticeFromMatrix(matrix)),
    sites: order.map((index, place) => moveSite(sites, index, coordinates, 3 * place)),
  };
}

function wrap(x = 0): number {
  const wrapped = x - Math.floor(x + wrapTolerance);
  return wrapped > 0 ? wrapped : 0;
}

/** A site with the coordinates that stand at `at`. */
function moveSite(
  sites: readonly Site[],
  index: number,
  coordinates: Float64Array,
  at: number,
): Site {
  const site = sites[index];
  if (site === undefined) throw new RangeError(`There is no site ${index}.`);
  return {
    ...site,
    fractional: [wrap(coordinates[at]), wrap(coordinates[at + 1]), wrap(coordinates[at + 2])],
  };
}

/** Kept from crystal to crystal: to allocate takes longer than to fill. */
let changed = new Float64Array(0);

/** Fractional coordinates for the basis `transformation · old`. */
function changeBasis(sites: readonly Site[], transformation: Matrix3): Float64Array {
  const [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] = invertWholeMatrix(transformation);
  if (3 * sites.length > changed.length) changed = new Float64Array(3 * sites.length);
  let at = 0;
  for (const { fractional } of sites) {
    const x = fractional[0];
    const y = fractional[1];
    const z = fractional[2];
    changed[at++] = x * xx + y * yx + z * zx;
    changed[at++] = x * xy + y * yy + z * zy;
    changed[at++] = x * xz + y * yz + z * zz;
  }
  return changed;
}

/** The sites of the rarest kind; of equally rare kinds the first. */
function findOrigins(kindOfSite: readonly number[], kindCount: number): readonly number[] {
  const counts = new Array<number>(kindCount).fill(0);
  for (const kind of kindOfSite) counts[kind] = (counts[kind] ?? 0) + 1;
  let rarest = 0;
  for (let kind = 1; kind < kindCount; kind++) {
    if ((counts[kind] ?? 0) < (counts[rarest] ?? 0)) rarest = kind;
  }
  const origins: number[] = [];
  for (let site = 0; site < kindOfSite.length; site++) {
    if (kindOfSite[site] === rarest) origins.push(site);
  }
  return origins;
}
