import type { SpreadingKernel } from "./spreadingKernel.ts";
import { gridSize } from "./griddedSums.ts";
import type { PlaneIndices } from "./planeIndices.ts";
import type { SumPlan } from "./planSums.ts";
import type { SortedPlanes } from "./sortPlanes.ts";

/**
 * Nanoseconds of the parts of both methods on one core of the machine of decision 15 (Node 20). Only
 * their ratios matter: they choose the method, they promise no time.
 */
const nanoseconds = {
  /** One site for one of the different planes in a direct sum. */
  phase: 4,
  /** One power of one axis of one site in a direct sum. */
  power: 8,
  /** One site onto one grid point. */
  spread: 3,
  /** One site's place in the order of the grid, and its kernels. */
  place: 3000,
  /** One grid point through one of the log2 stages of a transform. */
  stage: 3.4,
  /** One plane of the result. */
  gather: 12,
} as const;

/** Estimated time of the direct sums in nanoseconds. */
export function estimateDirectCost(plan: SumPlan, planes: SortedPlanes): number {
  const terms = plan.channels.reduce((sum, { sites }) => sum + sites.length, 0);
  const powers = planes.orders.reduce((sum, order) => sum + order, 0);
  return (
    terms * (planes.lIndices.length * nanoseconds.phase + powers * nanoseconds.power) +
    plan.channels.length * planes.slots.length * nanoseconds.gather
  );
}

/** Estimated time of the gridded sums in nanoseconds. */
export function estimateGriddedCost(
  plan: SumPlan,
  planes: PlaneIndices,
  { width }: SpreadingKernel,
): number {
  const terms = plan.channels.reduce((sum, { sites }) => sum + sites.length, 0);
  const [nx, ny, nz] = gridSize(planes);
  const [, k, l] = planes.orders;
  // Each transform costs (points) x (log2 of its length); real ones half of that.
  const stages =
    (nx * ny * nz * Math.log2(nz)) / 2 +
    nx * ny * (l + 1) * Math.log2(ny) +
    nx * (2 * k + 1) * (l + 1) * Math.log2(nx);
  return (
    terms * (width ** 3 * nanoseconds.spread + nanoseconds.place) +
    plan.channels.length * (stages * nanoseconds.stage + planes.count * nanoseconds.gather)
  );
}
