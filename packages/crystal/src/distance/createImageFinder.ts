import { determinant } from "../geometry/determinant.ts";
import { dotProduct } from "../geometry/dotProduct.ts";
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
 * In the Minkowski-reduced basis a wrapped difference is nearly the shortest already. What could be
 * shorter is enumerated along the orthogonalized basis (Fincke and Pohst): the height above the plane of
 * a and b bounds the steps along c, then the distance from the line of a those along b, and along a one
 * step is best. So the result is the true minimum for every lattice, after few trials, however long
 * one axis is.
 */
export function createImageFinder(lattice: Lattice): ImageFinder {
  const { matrix } = reduceBasis(lattice.matrix);
  const [a, b, c] = matrix;
  // Whole up to rounding, which is removed so that whole differences stay whole.
  const [toA, toB, toC] = multiplyMatrices(lattice.matrix, invertMatrix(matrix)).map((row) =>
    row.map(Math.round),
  ) as unknown as [Vector3, Vector3, Vector3];
  // b = shiftBA a + b*, c = shiftCA a + shiftCB b* + c*, and a, b*, c* are orthogonal.
  const shiftBA = dotProduct(a, b) / dotProduct(a, a);
  const lengthA = Math.hypot(...a);
  const heightB = Math.sqrt(dotProduct(b, b) - (shiftBA * lengthA) ** 2);
  const shiftCB = (dotProduct(b, c) - shiftBA * dotProduct(a, c)) / heightB ** 2;
  const shiftCA = dotProduct(a, c) / lengthA ** 2;
  const heightC = Math.abs(determinant(matrix)) / (lengthA * heightB);

  return {
    shortestTranslation: lengthA,
    nearest: (x, y, z) => {
      const wholeU = x * toA[0] + y * toB[0] + z * toC[0];
      const wholeV = x * toA[1] + y * toB[1] + z * toC[1];
      const wholeW = x * toA[2] + y * toB[2] + z * toC[2];
      const u = wholeU - Math.round(wholeU);
      const v = wholeV - Math.round(wholeV);
      const w = wholeW - Math.round(wholeW);
      let [bestU, bestV, bestW] = [u, v, w];
      let best =
        ((u + v * shiftBA + w * shiftCA) * lengthA) ** 2 +
        ((v + w * shiftCB) * heightB) ** 2 +
        (w * heightC) ** 2;
      const reachC = Math.sqrt(best) / heightC;
      for (let k = w + Math.ceil(-reachC - w); k <= reachC; k++) {
        const height = (k * heightC) ** 2;
        if (height >= best) continue;
        const alongB = k * shiftCB;
        const reachB = Math.sqrt(best - height) / heightB;
        for (let j = v + Math.ceil(-reachB - alongB - v); j + alongB <= reachB; j++) {
          const alongA = j * shiftBA + k * shiftCA;
          const i = u - Math.round(u + alongA);
          const squared = ((i + alongA) * lengthA) ** 2 + ((j + alongB) * heightB) ** 2 + height;
          if (squared < best) {
            best = squared;
            [bestU, bestV, bestW] = [i, j, k];
          }
        }
      }
      return [
        bestU * a[0] + bestV * b[0] + bestW * c[0],
        bestU * a[1] + bestV * b[1] + bestW * c[1],
        bestU * a[2] + bestV * b[2] + bestW * c[2],
      ];
    },
  };
}
