import { createImageFinder } from "../distance/createImageFinder.ts";
import { determinant } from "../geometry/determinant.ts";
import { invertMatrix } from "../geometry/invertMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { wrapFractional } from "../geometry/wrapFractional.ts";
import type { PreparedStructure } from "./prepareStructure.ts";
import type { PreparedMatch } from "./searchMatch.ts";
import type { StructureMatch } from "./structureMatch.ts";

/**
 * Says in terms of the structures given what was found for the reduced ones.
 *
 * @param left - the structure that `right` is laid on
 * @param right - the other
 * @param match - what {@link searchMatch} found
 * @param leftIsLarge - whether `left` was its larger structure
 * @param scaled - whether volumes were made equal
 */
export function describeMatch(
  left: PreparedStructure,
  right: PreparedStructure,
  match: PreparedMatch,
  leftIsLarge: boolean,
  scaled: boolean,
): StructureMatch {
  const { rms, max, unit, latticeMapping, shift } = match;
  const [large, small] = leftIsLarge ? [left, right] : [right, left];
  // In reduced cells: large = small · mapping⁻¹ + shift; and reduced = given · (basis / denominator)⁻¹.
  const fromLarge = divide(
    multiplyMatrices(adjugate(large.basis), multiplyMatrices(latticeMapping, small.basis)),
    (determinant(large.basis) * small.denominator) / large.denominator,
  );
  const fromSmall = divide(
    multiplyMatrices(
      adjugate(small.basis),
      multiplyMatrices(adjugate(latticeMapping), large.basis),
    ),
    (determinant(small.basis) * determinant(latticeMapping) * large.denominator) /
      small.denominator,
  );
  const [transformation, back] = leftIsLarge ? [fromSmall, fromLarge] : [fromLarge, fromSmall];
  const moved = leftIsLarge
    ? multiplyRow(shift, divide(large.basis, large.denominator))
    : multiplyRow(multiplyRow(shift, latticeMapping), divide(small.basis, -small.denominator));
  const translation: Vector3 = [
    wrapFractional(moved[0]),
    wrapFractional(moved[1]),
    wrapFractional(moved[2]),
  ];
  return {
    rms,
    max,
    rmsDistance: rms * unit,
    maxDistance: max * unit,
    mapping: mapSites(left, right, match.partners, leftIsLarge, translation, back),
    transformation,
    translation,
    scale: scaled ? Math.cbrt((left.volume / left.size) * (right.size / right.volume)) : 1,
  };
}

/** The site of `right` on each site of `left`, in the structures given. */
function mapSites(
  left: PreparedStructure,
  right: PreparedStructure,
  partners: Int32Array,
  leftIsLarge: boolean,
  translation: Vector3,
  back: Matrix3,
): readonly number[] {
  const leftMembers = listMembers(left);
  const rightMembers = listMembers(right);
  const candidates: number[][] = leftMembers.map(() => []);
  for (const [large, small] of partners.entries()) {
    const [leftSite, rightSite] = leftIsLarge ? [large, small] : [small, large];
    candidates[leftSite]?.push(...(rightMembers[rightSite] ?? []));
  }
  const { sites: leftSites } = left.structure;
  const { sites: rightSites, lattice } = right.structure;
  const { nearest } = createImageFinder(lattice);
  const mapping = new Array<number>(leftSites.length).fill(-1);
  for (const [reduced, members] of leftMembers.entries()) {
    const possible = candidates[reduced] ?? [];
    for (const site of members) {
      const at = leftSites[site]?.fractional ?? translation;
      const position = multiplyRow(
        [at[0] - translation[0], at[1] - translation[1], at[2] - translation[2]],
        back,
      );
      // Sites that the reduction made one lie in different cells; only one of them is here.
      let least = Infinity;
      for (const other of possible) {
        const to = rightSites[other]?.fractional ?? position;
        const distance = Math.hypot(
          ...nearest(to[0] - position[0], to[1] - position[1], to[2] - position[2]),
        );
        if (distance < least) {
          least = distance;
          mapping[site] = other;
        }
      }
    }
  }
  return mapping;
}

/** The sites of the structure that each site of its reduced cell was made of. */
function listMembers({ size, siteOf }: PreparedStructure): readonly (readonly number[])[] {
  const members = Array.from({ length: size }, (): number[] => []);
  for (const [site, to] of siteOf.entries()) members[to]?.push(site);
  return members;
}

/** The inverse times the determinant of a matrix of whole numbers, exact. */
function adjugate(matrix: Matrix3): Matrix3 {
  const size = determinant(matrix);
  const round = ([x, y, z]: Vector3): Vector3 => [
    Math.round(x * size) + 0,
    Math.round(y * size) + 0,
    Math.round(z * size) + 0,
  ];
  const [a, b, c] = invertMatrix(matrix);
  return [round(a), round(b), round(c)];
}

function divide([a, b, c]: Matrix3, by: number): Matrix3 {
  const row = ([x, y, z]: Vector3): Vector3 => [x / by + 0, y / by + 0, z / by + 0];
  return [row(a), row(b), row(c)];
}
