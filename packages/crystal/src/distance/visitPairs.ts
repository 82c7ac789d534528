import type { CellGrid } from "./createCellGrid.ts";

/**
 * Called for a pair of points within the radius; `u`, `v`, `w` is the cell of the second one's wrapped
 * position, in reduced lattice vectors from the cell of the first one's.
 */
export type PairVisitor = (
  from: number,
  to: number,
  squaredDistance: number,
  u: number,
  v: number,
  w: number,
) => void;

/**
 * Visits all pairs of points of a grid within a radius, in ascending order of `from`; a point is no pair
 * with itself, but its images are.
 *
 * @param grid - made for at least this radius
 * @param radius - in Å
 * @param half - whether each two points are visited with `from ≤ to` only
 * @param visit - called for each pair
 * @returns how many distances were computed, a measure of the work
 */
export function visitPairs(
  grid: CellGrid,
  radius: number,
  half: boolean,
  visit: PairVisitor,
): number {
  const { cartesian, boxOf, starts, members } = grid;
  const [countU, countV, countW] = grid.boxes;
  const [reachU, reachV, reachW] = grid.reach;
  const [[ax, ay, az], [bx, by, bz], [cx, cy, cz]] = grid.matrix;
  const limit = radius * radius;
  const count = members.length;
  let work = 0;
  for (let from = 0; from < count; from++) {
    const x = cartesian[3 * from] as number;
    const y = cartesian[3 * from + 1] as number;
    const z = cartesian[3 * from + 2] as number;
    const boxU = boxOf[3 * from] as number;
    const boxV = boxOf[3 * from + 1] as number;
    const boxW = boxOf[3 * from + 2] as number;
    for (let stepU = boxU - reachU; stepU <= boxU + reachU; stepU++) {
      const u = Math.floor(stepU / countU);
      const placeU = (stepU - u * countU) * countV;
      for (let stepV = boxV - reachV; stepV <= boxV + reachV; stepV++) {
        const v = Math.floor(stepV / countV);
        const placeV = (placeU + stepV - v * countV) * countW;
        for (let stepW = boxW - reachW; stepW <= boxW + reachW; stepW++) {
          const w = Math.floor(stepW / countW);
          const box = placeV + stepW - w * countW;
          const end = starts[box + 1] as number;
          let at = starts[box] as number;
          if (at === end) continue;
          const shiftX = u * ax + v * bx + w * cx;
          const shiftY = u * ay + v * by + w * cy;
          const shiftZ = u * az + v * bz + w * cz;
          const isHome = u === 0 && v === 0 && w === 0;
          work += end - at;
          for (; at < end; at++) {
            const to = members[at] as number;
            if ((half && to < from) || (isHome && to === from)) continue;
            // In this order the image of a point itself is at exactly the lattice vector.
            const dx = (cartesian[3 * to] as number) - x + shiftX;
            const dy = (cartesian[3 * to + 1] as number) - y + shiftY;
            const dz = (cartesian[3 * to + 2] as number) - z + shiftZ;
            const squared = dx * dx + dy * dy + dz * dz;
            if (squared <= limit) visit(from, to, squared, u, v, w);
          }
        }
      }
    }
  }
  return work;
}
