import type { Vector3 } from "@ftcp/crystal";

import { millerPlanes } from "./millerPlanes.ts";

/** Radii of the Python reference in 1/Å: the second is tried when the first gives too few points. */
export const sphereRadii: readonly [number, number] = [1.297, 1.4];

/** Planes that the Python reference keeps. */
export const sphereCount = 59;

/** The planes that most crystals have in the Python reference. */
export const usualSpherePlanes: readonly Vector3[] = millerPlanes(3, "both").slice(
  1,
  1 + sphereCount,
);
