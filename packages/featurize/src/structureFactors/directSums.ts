import { fillPowers } from "./fillPowers.ts";
import type { SumChannel, SumPlan } from "./planSums.ts";
import type { SortedPlanes } from "./sortPlanes.ts";

/** Sites that are added up among themselves first, so that rounding grows with √N instead of N. */
function blockSize(sites: number): number {
  return Math.max(128, Math.ceil(Math.sqrt(sites)));
}

/**
 * Sums a channel site by site for each plane.
 *
 * @param plan - sites and channels
 * @param planes - Miller indices, sorted
 * @returns a function that gives the sums of one channel, real and imaginary part of each plane in
 * turn; it overwrites them in the next call
 *
 * @remarks
 * Friedel mates are summed once. The planes are sorted, so that all planes of one (h, k) share the
 * product `exp(-2πi (h x + k y))` and a site costs one complex multiplication for each plane.
 */
export function directSums(
  plan: SumPlan,
  planes: SortedPlanes,
): (channel: SumChannel) => Float64Array {
  const { runs, runStarts, lIndices, slots, orders } = planes;
  const unique = lIndices.length;
  const runCount = runStarts.length - 1;
  const [hOrder, kOrder, lOrder] = orders;
  const kStart = 2 * (2 * hOrder + 1);
  const lStart = kStart + 2 * (2 * kOrder + 1);
  const stride = lStart + 2 * (2 * lOrder + 1);
  const powers = new Float64Array(2 * stride);
  const block = new Float64Array(2 * unique);
  const total = new Float64Array(2 * unique);
  const result = new Float64Array(2 * slots.length);

  return ({ sites, weights }) => {
    total.fill(0);
    const step = blockSize(sites.length);
    for (let start = 0; start < sites.length; start += step) {
      const end = Math.min(start + step, sites.length);
      block.fill(0);
      for (let member = start; member < end; member += 2) {
        const isPair = member + 1 < end; // else the site is its own neighbour, with weight 0
        const first = fill(sites, weights, member, 0);
        const second = fill(sites, weights, isPair ? member + 1 : member, stride);
        addPair(first, isPair ? second : 0);
      }
      for (let at = 0; at < total.length; at++) total[at] = (total[at] ?? 0) + (block[at] ?? 0);
    }
    for (let plane = 0; plane < slots.length; plane++) {
      const slot = slots[plane] ?? 0;
      const at = 2 * (slot < 0 ? ~slot : slot);
      result[2 * plane] = total[at] ?? 0;
      result[2 * plane + 1] = slot < 0 ? -(total[at + 1] ?? 0) : (total[at + 1] ?? 0);
    }
    return result;
  };

  /** Writes the powers of one site; returns its weight. */
  function fill(
    sites: Int32Array,
    weights: Float64Array | undefined,
    member: number,
    offset: number,
  ): number {
    const site = 3 * (sites[member] ?? 0);
    fillPowers(plan.positions[site] ?? 0, hOrder, powers, offset);
    fillPowers(plan.positions[site + 1] ?? 0, kOrder, powers, offset + kStart);
    fillPowers(plan.positions[site + 2] ?? 0, lOrder, powers, offset + lStart);
    return weights === undefined ? 1 : (weights[member] ?? 0);
  }

  /** Adds two sites to the block; two at a time, because memory is slower than arithmetic. */
  function addPair(weight1: number, weight2: number): void {
    for (let run = 0; run < runCount; run++) {
      const x = runs[2 * run] ?? 0;
      const y = kStart + (runs[2 * run + 1] ?? 0);
      const xr1 = weight1 * (powers[x] ?? 0);
      const xi1 = weight1 * (powers[x + 1] ?? 0);
      const yr1 = powers[y] ?? 0;
      const yi1 = powers[y + 1] ?? 0;
      const re1 = xr1 * yr1 - xi1 * yi1;
      const im1 = xr1 * yi1 + xi1 * yr1;
      const xr2 = weight2 * (powers[stride + x] ?? 0);
      const xi2 = weight2 * (powers[stride + x + 1] ?? 0);
      const yr2 = powers[stride + y] ?? 0;
      const yi2 = powers[stride + y + 1] ?? 0;
      const re2 = xr2 * yr2 - xi2 * yi2;
      const im2 = xr2 * yi2 + xi2 * yr2;
      const end = runStarts[run + 1] ?? 0;
      for (let plane = runStarts[run] ?? 0; plane < end; plane++) {
        const z = lStart + (lIndices[plane] ?? 0);
        const zr1 = powers[z] ?? 0;
        const zi1 = powers[z + 1] ?? 0;
        const zr2 = powers[stride + z] ?? 0;
        const zi2 = powers[stride + z + 1] ?? 0;
        const at = 2 * plane;
        block[at] = (block[at] ?? 0) + (re1 * zr1 - im1 * zi1) + (re2 * zr2 - im2 * zi2);
        block[at + 1] = (block[at + 1] ?? 0) + (re1 * zi1 + im1 * zr1) + (re2 * zi2 + im2 * zr2);
      }
    }
  }
}

/** Bound of the error of a direct sum relative to Σ|w|: of the phases, and of adding them up. */
export function directErrorBound(sites: number): number {
  const block = blockSize(sites);
  const additions = Math.min(sites, block) + Math.ceil(sites / block);
  return 1e-13 + additions * 2 ** -53;
}
