import FFT from "fft.js";

import type { PlaneIndices } from "./planeIndices.ts";
import type { SumChannel, SumPlan } from "./planSums.ts";
import { kernelTransform, kernelValue, type SpreadingKernel } from "./spreadingKernel.ts";

/** Grid points along each axis, powers of two. */
export type GridSize = readonly [number, number, number];

/** The grid for planes: along each axis at least twice as many points as indices -order..order. */
export function gridSize({ orders }: PlaneIndices): GridSize {
  const size = (order: number): number =>
    Math.max(16, 2 ** Math.ceil(Math.log2(2 * (2 * order + 1))));
  return [size(orders[0]), size(orders[1]), size(orders[2])];
}

/** Bytes that {@link griddedSums} needs beside its result. */
export function gridBytes([nx, ny, nz]: GridSize, { orders }: PlaneIndices): number {
  const [, k, l] = orders;
  return 8 * (nx * ny * nz + 2 * ny * (l + 1) + 2 * nx * (2 * k + 1) * (l + 1));
}

/**
 * Sums a channel by a non-uniform fast Fourier transform: sites are spread over a grid, the grid is
 * transformed, and the known transform of the spreading is divided out.
 *
 * @param plan - sites and channels
 * @param planes - Miller indices
 * @param kernel - how sites are spread; decides the error
 * @returns a function that gives the sums of one channel, real and imaginary part of each plane in
 * turn; it overwrites them in the next call
 *
 * @remarks
 * Weights are real, so the first of the three transforms is a real one and only `l >= 0` is carried
 * on; after each transform only the indices in use are kept. Sites are taken in the order of the
 * grid, which spares the cache.
 *
 * @see A. H. Barnett, J. Magland, L. af Klinteberg, SIAM J. Sci. Comput. 41, C479 (2019), https://doi.org/10.1137/18M120885X
 */
export function griddedSums(
  plan: SumPlan,
  planes: PlaneIndices,
  kernel: SpreadingKernel,
): (channel: SumChannel) => Float64Array {
  const { indices, count, orders } = planes;
  const [, kOrder, lOrder] = orders;
  const size = gridSize(planes);
  const [nx, ny, nz] = size;
  const grid = new Float64Array(nx * ny * nz);
  const transforms = new Map([...new Set(size)].map((points) => [points, new FFT(points)]));
  const transform = (points: number): FFT => {
    const known = transforms.get(points);
    if (known === undefined) throw new RangeError(`no transform of ${points} points`);
    return known;
  };
  const [fftX, fftY, fftZ] = [transform(nx), transform(ny), transform(nz)];
  const kCount = 2 * kOrder + 1;
  const lCount = lOrder + 1;
  // One plane x = constant after the transform along z, [l][y]; all after that along y, [k][l][x].
  const overY = new Float64Array(2 * lCount * ny);
  const overX = new Float64Array(2 * kCount * lCount * nx);
  const spectrum = new Float64Array(2 * Math.max(nx, ny, nz));
  const correction = orders.map((order, axis) => {
    const points = size[axis] ?? 0;
    return Float64Array.from(
      { length: order + 1 },
      (_, n) => 2 / (kernel.width * kernelTransform(kernel, (Math.PI * kernel.width * n) / points)),
    );
  });
  const byPair = planesByPair(planes);
  const result = new Float64Array(2 * count);

  return (channel) => {
    grid.fill(0);
    spread(grid, size, plan.positions, channel, kernel);
    for (let x = 0; x < nx; x++) {
      for (let y = 0; y < ny; y++) {
        const row = (x * ny + y) * nz;
        fftZ.realTransform(spectrum, grid.subarray(row, row + nz));
        for (let l = 0; l < lCount; l++) {
          const at = 2 * (l * ny + y);
          overY[at] = spectrum[2 * l] ?? 0;
          overY[at + 1] = spectrum[2 * l + 1] ?? 0;
        }
      }
      for (let l = 0; l < lCount; l++) {
        fftY.transform(spectrum, overY.subarray(2 * l * ny, 2 * (l + 1) * ny));
        for (let k = -kOrder; k <= kOrder; k++) {
          const from = 2 * (k < 0 ? k + ny : k);
          const at = 2 * (((k + kOrder) * lCount + l) * nx + x);
          overX[at] = spectrum[from] ?? 0;
          overX[at + 1] = spectrum[from + 1] ?? 0;
        }
      }
    }
    for (let pair = 0; pair < kCount * lCount; pair++) {
      const first = byPair.starts[pair] ?? 0;
      const end = byPair.starts[pair + 1] ?? 0;
      if (first === end) continue; // no plane has this k and l
      fftX.transform(spectrum, overX.subarray(2 * pair * nx, 2 * (pair + 1) * nx));
      for (let at = first; at < end; at++) {
        const plane = byPair.order[at] ?? 0;
        const h = indices[3 * plane] ?? 0;
        const k = indices[3 * plane + 1] ?? 0;
        const l = indices[3 * plane + 2] ?? 0;
        const mate = l < 0;
        const column = mate ? -h : h;
        const from = 2 * (column < 0 ? column + nx : column);
        const factor =
          (correction[0]?.[Math.abs(h)] ?? 0) *
          (correction[1]?.[Math.abs(k)] ?? 0) *
          (correction[2]?.[Math.abs(l)] ?? 0);
        result[2 * plane] = factor * (spectrum[from] ?? 0);
        result[2 * plane + 1] = (mate ? -factor : factor) * (spectrum[from + 1] ?? 0);
      }
    }
    return result;
  };

  /** Planes sorted by (k, l) of the one of each Friedel pair that has `l >= 0`. */
  function planesByPair({ count: planeCount }: PlaneIndices): {
    readonly starts: Int32Array;
    readonly order: Int32Array;
  } {
    const pairs = new Int32Array(planeCount);
    const starts = new Int32Array(kCount * lCount + 1);
    for (let plane = 0; plane < planeCount; plane++) {
      const k = indices[3 * plane + 1] ?? 0;
      const l = indices[3 * plane + 2] ?? 0;
      const pair = ((l < 0 ? -k : k) + kOrder) * lCount + Math.abs(l);
      pairs[plane] = pair;
      starts[pair + 1] = (starts[pair + 1] ?? 0) + 1;
    }
    for (let pair = 0; pair < kCount * lCount; pair++) {
      starts[pair + 1] = (starts[pair + 1] ?? 0) + (starts[pair] ?? 0);
    }
    const next = starts.slice();
    const order = new Int32Array(planeCount);
    pairs.forEach((pair, plane) => {
      const at = next[pair] ?? 0;
      order[at] = plane;
      next[pair] = at + 1;
    });
    return { starts, order };
  }
}

/** Adds the kernels of all sites of a channel to the grid. */
function spread(
  grid: Float64Array,
  [nx, ny, nz]: GridSize,
  positions: Float64Array,
  { sites, weights }: SumChannel,
  kernel: SpreadingKernel,
): void {
  const { width } = kernel;
  const cell = new Float64Array(sites.length);
  sites.forEach((site, member) => {
    const x = Math.floor(fraction(positions[3 * site] ?? 0) * nx);
    const y = Math.floor(fraction(positions[3 * site + 1] ?? 0) * ny);
    cell[member] = x * ny + y;
  });
  const order = Int32Array.from(sites.keys()).sort((a, b) => (cell[a] ?? 0) - (cell[b] ?? 0));
  const valuesX = new Float64Array(width);
  const valuesY = new Float64Array(width);
  const valuesZ = new Float64Array(width);
  for (const member of order) {
    const site = 3 * (sites[member] ?? 0);
    const startX = fillKernel(valuesX, fraction(positions[site] ?? 0) * nx, kernel);
    const startY = fillKernel(valuesY, fraction(positions[site + 1] ?? 0) * ny, kernel);
    const startZ = fillKernel(valuesZ, fraction(positions[site + 2] ?? 0) * nz, kernel);
    const firstZ = startZ & (nz - 1);
    const inside = Math.min(width, nz - firstZ); // points before the end of the row; the rest wraps
    const weight = weights === undefined ? 1 : (weights[member] ?? 0);
    for (let i = 0; i < width; i++) {
      const plane = ((startX + i) & (nx - 1)) * ny;
      const weightX = weight * (valuesX[i] ?? 0);
      for (let j = 0; j < width; j++) {
        const row = (plane + ((startY + j) & (ny - 1))) * nz;
        const weightXY = weightX * (valuesY[j] ?? 0);
        for (let k = 0; k < inside; k++) {
          const at = row + firstZ + k;
          grid[at] = (grid[at] ?? 0) + weightXY * (valuesZ[k] ?? 0);
        }
        for (let k = inside; k < width; k++) {
          const at = row + k - inside;
          grid[at] = (grid[at] ?? 0) + weightXY * (valuesZ[k] ?? 0);
        }
      }
    }
  }
}

/** Values of the kernel on the points that it reaches, and the first of them. */
function fillKernel(values: Float64Array, centre: number, kernel: SpreadingKernel): number {
  const start = Math.ceil(centre - kernel.width / 2);
  for (let point = 0; point < values.length; point++) {
    values[point] = kernelValue(kernel, (2 * (start + point - centre)) / kernel.width);
  }
  return start;
}

function fraction(x: number): number {
  return x - Math.floor(x);
}
