import { reciprocalMatrix, type Lattice, type Vector3 } from "@ftcp/crystal";

import { FeaturizeError } from "../featurizeError.ts";
import type { FtcpLayout } from "./ftcpLayout.ts";
import { planesOfSum } from "./planesOfSum.ts";
import { sphereCount, sphereRadii, usualSpherePlanes } from "./spherePlanes.ts";

/**
 * The planes that the structure factors of one crystal stand for.
 *
 * @param lattice - the crystal's lattice
 * @param layout - layout of the tensor
 * @returns `layout.planes` when the planes are fixed; for `planeChoice` `sphere` the reference's 59
 * planes: of those with |g| up to 1.297 1/Å (1.4 when the sphere holds fewer than 60 points, the origin
 * counted), without (0, 0, 0), the first by `|h| + |k| + |l|`, then h, k, l descending
 * @throws {@link FeaturizeError} with code `FEATURIZE_TOO_FEW_PLANES` when even the larger sphere holds
 * fewer than 59
 *
 * @remarks
 * The reference's planes are usually the 62 with `|h| + |k| + |l| < 4` but for (-2, 0, -1), (-2, -1, 0)
 * and (-3, 0, 0). A short axis puts planes out of the sphere, and the columns after them then stand for
 * other planes than in other crystals.
 *
 * @example
 * ```ts
 * planesOf(structure.lattice, createLayout({ name: "reference" })).length; // 59
 * ```
 */
export function planesOf(lattice: Lattice, layout: FtcpLayout): readonly Vector3[] {
  if (layout.planeChoice === "fixed") return layout.planes;
  // Rows a*, b*, c*.
  const [a, b, c] = reciprocalMatrix(lattice);
  // |ha* + kb* + lc*| <= (|h| + |k| + |l|) max |a*|: in most cells all planes up to a sum of 3 are inside.
  const longest = Math.sqrt(Math.max(normSquared(a), normSquared(b), normSquared(c)));
  if (3 * longest < sphereRadii[0]) return layout.planes;
  let found: Vector3[] = [];
  for (const radius of sphereRadii) {
    found = [];
    const limit = (radius + 1e-8) ** 2;
    // |h| <= |a| r and so on, so no plane of a larger sum lies in the sphere.
    const largest =
      Math.floor(lattice.a * radius + 1e-6) +
      Math.floor(lattice.b * radius + 1e-6) +
      Math.floor(lattice.c * radius + 1e-6);
    for (let sum = 1; sum <= largest; sum++) {
      for (const plane of shell(sum)) {
        const [h, k, l] = plane;
        const x = h * a[0] + k * b[0] + l * c[0];
        const y = h * a[1] + k * b[1] + l * c[1];
        const z = h * a[2] + k * b[2] + l * c[2];
        if (x * x + y * y + z * z > limit) continue;
        found.push(plane);
        if (found.length === sphereCount) return isUsual(found) ? layout.planes : found;
      }
    }
  }
  throw new FeaturizeError(
    "FEATURIZE_TOO_FEW_PLANES",
    `only ${found.length} planes have |g| up to 1.4 1/Å, the layout needs ${sphereCount}`,
    { count: found.length, limit: sphereCount },
  );
}

function normSquared([x, y, z]: Vector3): number {
  return x * x + y * y + z * z;
}

/** Whether these are the planes that most crystals have; one list for all of them saves time. */
function isUsual(planes: readonly Vector3[]): boolean {
  // The usual planes are the first of all: if the last one is the last of them, none is missing.
  const last = usualSpherePlanes.at(-1);
  return planes.at(-1)?.every((index, axis) => index === last?.[axis]) === true;
}

const shells: Vector3[][] = [];

function shell(sum: number): readonly Vector3[] {
  if (sum > 32) return planesOfSum(sum);
  return (shells[sum] ??= planesOfSum(sum));
}
