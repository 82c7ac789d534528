import type { LatentRoot } from "./latentSample.ts";

/** Refuses no roots, and roots of unlike size; returns the size. */
export function checkRoots(roots: readonly LatentRoot[], least = 1): number {
  const size = roots[0]?.latent.length;
  if (size === undefined || roots.length < least) {
    throw new RangeError(`this sampler needs at least ${least} roots, received ${roots.length}`);
  }
  for (const { id, latent } of roots) {
    if (latent.length !== size) {
      throw new RangeError(`root ${id} has ${latent.length} dimensions, the first one ${size}`);
    }
  }
  return size;
}
