import { createImageFinder } from "../distance/createImageFinder.ts";
import { determinant } from "../geometry/determinant.ts";
import { invertMatrix } from "../geometry/invertMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { wrapFractional } from "../geometry/wrapFractional.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import { siteKinds } from "../structure/siteKinds.ts";
import type { Site, Structure } from "../structure/structure.ts";

/**
 * The smallest cell whose translations map every atom within a tolerance onto one of its kind.
 *
 * Positions of atoms that become one are averaged. When the translations found do not form a group
 * (the tolerance is too wide for the crystal), the structure is returned as it is.
 *
 * @param structure - any structure
 * @param tolerance - in Å
 */
export function reduceToPrimitive(structure: Structure, tolerance: number): Structure {
  const { lattice, sites } = structure;
  const { ofSite, names } = siteKinds(structure);
  const counts = names.map((_, kind) => ofSite.filter((other) => other === kind).length);
  const divisor = counts.reduce(commonDivisor, 0);
  if (divisor <= 1) return structure;
  const { nearest } = createImageFinder(lattice);
  const distance = (from: Vector3, to: Vector3): number =>
    Math.hypot(...nearest(to[0] - from[0], to[1] - from[1], to[2] - from[2]));

  const rarest = ofSite.flatMap((kind, index) =>
    kind === counts.indexOf(Math.min(...counts)) ? [sites[index]?.fractional ?? zero] : [],
  );
  const [start = zero] = rarest;
  const translations = rarest
    .map((end): Vector3 => [end[0] - start[0], end[1] - start[1], end[2] - start[2]])
    .filter((translation) =>
      sites.every(({ fractional }, index) => {
        const moved = add(fractional, translation);
        return sites.some(
          (other, at) =>
            ofSite[at] === ofSite[index] && distance(moved, other.fractional) <= tolerance,
        );
      }),
    );
  const order = translations.length;
  if (order <= 1 || divisor % order !== 0) return structure;
  // In a group of this order every translation is a whole number of 1 / order.
  const basis = rowReduce([
    [order, 0, 0],
    [0, order, 0],
    [0, 0, order],
    ...translations.map(([x, y, z]): Vector3 => [
      Math.round(x * order),
      Math.round(y * order),
      Math.round(z * order),
    ]),
  ]);
  if (Math.round(Math.abs(determinant(basis))) !== order ** 2) return structure;
  const relative = basis.map((row) => row.map((value) => value / order)) as unknown as Matrix3;
  const primitive = latticeFromMatrix(multiplyMatrices(relative, lattice.matrix));
  const toPrimitive = invertMatrix(relative);
  const merged = mergeSites(
    sites.map(({ fractional, ...rest }) => ({
      ...rest,
      fractional: multiplyRow(fractional, toPrimitive),
    })),
    ofSite,
    createImageFinder(primitive).nearest,
    invertMatrix(primitive.matrix),
    { order, tolerance },
  );
  return merged === undefined ? structure : { lattice: primitive, sites: merged };
}

const zero: Vector3 = [0, 0, 0];

/** One site for each group of `order` sites that coincide; undefined when they do not fall in such groups. */
function mergeSites(
  sites: readonly Site[],
  ofSite: readonly number[],
  nearest: (x: number, y: number, z: number) => Vector3,
  toFractional: Matrix3,
  { order, tolerance }: { readonly order: number; readonly tolerance: number },
): readonly Site[] | undefined {
  const taken = new Set<number>();
  const merged: Site[] = [];
  for (const [index, site] of sites.entries()) {
    if (taken.has(index)) continue;
    const from = site.fractional;
    let sum: Vector3 = zero;
    let count = 0;
    for (const [other, { fractional: to }] of sites.entries()) {
      if (taken.has(other) || ofSite[other] !== ofSite[index]) continue;
      const difference = nearest(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
      if (Math.hypot(...difference) > tolerance) continue;
      taken.add(other);
      sum = add(sum, difference);
      count++;
    }
    if (count !== order) return undefined;
    const shift = multiplyRow([sum[0] / count, sum[1] / count, sum[2] / count], toFractional);
    const [x, y, z] = add(from, shift);
    merged.push({
      ...site,
      fractional: [wrapFractional(x), wrapFractional(y), wrapFractional(z)],
    });
  }
  return merged;
}

/** Three rows that span the same whole vectors as the given ones (a Hermite normal form). */
function rowReduce(rows: readonly Vector3[]): Matrix3 {
  let rest = rows;
  const pivots: Vector3[] = [];
  for (const column of [0, 1, 2] as const) {
    for (;;) {
      const active = rest.filter((row) => row[column] !== 0);
      const pivot = active.reduce<Vector3 | undefined>(
        (best, row) =>
          best === undefined || Math.abs(row[column]) < Math.abs(best[column]) ? row : best,
        undefined,
      );
      if (pivot === undefined) break;
      if (active.length === 1) {
        pivots.push(pivot);
        rest = rest.filter((row) => row !== pivot);
        break;
      }
      rest = rest.map((row) => {
        if (row === pivot) return row;
        const times = Math.trunc(row[column] / pivot[column]);
        return [row[0] - times * pivot[0], row[1] - times * pivot[1], row[2] - times * pivot[2]];
      });
    }
  }
  const [a = zero, b = zero, c = zero] = pivots;
  return [a, b, c];
}

function add(left: Vector3, right: Vector3): Vector3 {
  return [left[0] + right[0], left[1] + right[1], left[2] + right[2]];
}

function commonDivisor(left: number, right: number): number {
  return right === 0 ? left : commonDivisor(right, left % right);
}
