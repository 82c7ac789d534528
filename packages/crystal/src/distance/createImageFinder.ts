import { invertMatrix } from "../geometry/invertMatrix.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { reduceBasis } from "../lattice/reduceBasis.ts";

/** Finds the nearest periodic images of one lattice. */
export interface ImageFinder {
  /** Length of the shortest lattice vector in Å: the distance of any site to its own image. */
  readonly shortestTranslation: number;
  /** The shortest Cartesian vector in Å that equals a fractional difference up to lattice vectors. */
  readonly nearest: (x: number, y: number, z: number) => Vector3;
}

/**
 * Prepares the minimum image search for a lattice.
 *
 * In the Minkowski-reduced basis a wrapped difference is nearly the shortest already; what could still
 * be shorter lies in a sphere of that radius, and `|fᵢ| ≤ r |aᵢ*|` bounds its coordinates. So the
 * result is the true minimum for every lattice, with about as many trials as there are close images.
 */
export function createImageFinder(lattice: Lattice): ImageFinder {
  const { matrix } = reduceBasis(lattice.matrix);
  const [[ax, ay, az], [bx, by, bz], [cx, cy, cz]] = matrix;
  const inverse = invertMatrix(matrix);
  // Whole up to rounding, which is removed so that whole differences stay whole.
  const [toA, toB, toC] = multiplyMatrices(lattice.matrix, inverse).map((row) =>
    row.map(Math.round),
  ) as unknown as [Vector3, Vector3, Vector3];
  const columnLength = (column: 0 | 1 | 2): number =>
    Math.hypot(inverse[0][column], inverse[1][column], inverse[2][column]);
  const reach = [columnLength(0), columnLength(1), columnLength(2)] as const;

  return {
    shortestTranslation: Math.hypot(ax, ay, az),
    nearest: (x, y, z) => {
      let u = x * toA[0] + y * toB[0] + z * toC[0];
      let v = x * toA[1] + y * toB[1] + z * toC[1];
      let w = x * toA[2] + y * toB[2] + z * toC[2];
      u -= Math.round(u);
      v -= Math.round(v);
      w -= Math.round(w);
      let bestX = u * ax + v * bx + w * cx;
      let bestY = u * ay + v * by + w * cy;
      let bestZ = u * az + v * bz + w * cz;
      let best = bestX * bestX + bestY * bestY + bestZ * bestZ;
      const radius = Math.sqrt(best);
      const highU = Math.floor(radius * reach[0] - u);
      const highV = Math.floor(radius * reach[1] - v);
      const highW = Math.floor(radius * reach[2] - w);
      const lowV = Math.ceil(-radius * reach[1] - v);
      const lowW = Math.ceil(-radius * reach[2] - w);
      for (let i = Math.ceil(-radius * reach[0] - u); i <= highU; i++) {
        for (let j = lowV; j <= highV; j++) {
          for (let k = lowW; k <= highW; k++) {
            const dx = (u + i) * ax + (v + j) * bx + (w + k) * cx;
            const dy = (u + i) * ay + (v + j) * by + (w + k) * cy;
            const dz = (u + i) * az + (v + j) * bz + (w + k) * cz;
            const squared = dx * dx + dy * dy + dz * dz;
            if (squared < best) {
              best = squared;
              bestX = dx;
              bestY = dy;
              bestZ = dz;
            }
          }
        }
      }
      return [bestX, bestY, bestZ];
    },
  };
}
