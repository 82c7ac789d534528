/** The "exponential of semicircle", by which a site is spread over the points of a grid. */
export interface SpreadingKernel {
  /** Grid points that a site reaches along one axis. */
  readonly width: number;
  /** Exponent β. */
  readonly beta: number;
  /** Largest relative error of a phase along one axis, in exact arithmetic. */
  readonly aliasing: number;
}

/** Smallest and largest width of a kernel. */
const widths = [3, 16] as const;

/**
 * Largest error of the approximation along one axis by width, for a grid at least twice as fine as
 * the highest index needs: the greatest
 * `|Σ_m φ(2 (m - t) / w) exp(-2πi ν (m - t)) / (w/2 φ^(π w ν)) - 1|` over `0 <= t < 1` and
 * `|ν| <= 1/4`, rounded up; a test computes it again.
 */
const aliasing: readonly number[] = [
  2.9e-2, 3.8e-3, 4.1e-4, 3.3e-5, 2.9e-6, 4.2e-7, 5.4e-8, 7.8e-9, 9e-10, 8.3e-11, 7.8e-12, 1e-12,
  1.4e-13, 2.9e-14,
];

/**
 * What rounding adds to the error of a gridded sum, relative to Σ|w|; the largest seen is 2e-14, with
 * 100,000 sites in one place.
 */
const rounding = 1e-13;

/**
 * The narrowest kernel that meets a tolerance.
 *
 * @param tolerance - largest error of a structure factor relative to Σ|w|
 * @returns the kernel, or `undefined` when no kernel in double precision is that exact
 *
 * @see A. H. Barnett, J. Magland, L. af Klinteberg, SIAM J. Sci. Comput. 41, C479 (2019), https://doi.org/10.1137/18M120885X
 */
export function spreadingKernel(tolerance: number): SpreadingKernel | undefined {
  for (let width: number = widths[0]; width <= widths[1]; width++) {
    const kernel = kernelOfWidth(width);
    if (griddedErrorBound(kernel) <= tolerance) return kernel;
  }
  return undefined;
}

/** The kernel of a width from 3 to 16. */
export function kernelOfWidth(width: number): SpreadingKernel {
  const error = aliasing[width - widths[0]];
  if (error === undefined) throw new RangeError(`no kernel has width ${width}`);
  return { width, beta: 2.3 * width, aliasing: error };
}

/** The most exact kernel. */
export const widestKernel: SpreadingKernel = kernelOfWidth(widths[1]);

/** Bound of the error of a gridded sum relative to Σ|w|: three axes, and rounding. */
export function griddedErrorBound({ aliasing: error }: SpreadingKernel): number {
  return (1 + error) ** 3 - 1 + rounding;
}

/** `φ(z) = exp(β (sqrt(1 - z²) - 1))` inside -1..1, else 0. */
export function kernelValue({ beta }: SpreadingKernel, z: number): number {
  const square = 1 - z * z;
  return square <= 0 ? 0 : Math.exp(beta * (Math.sqrt(square) - 1)); // NaN stays NaN
}

/** Fourier transform `φ^(k) = ∫ φ(z) cos(k z) dz` over -1..1, by Gauss-Legendre quadrature. */
export function kernelTransform(kernel: SpreadingKernel, k: number): number {
  let sum = 0;
  quadrature.nodes.forEach((z, index) => {
    sum += (quadrature.weights[index] ?? 0) * kernelValue(kernel, z) * Math.cos(k * z);
  });
  return sum;
}

const quadrature = gaussLegendre(100);

/** Nodes and weights on -1..1, by Newton's method on the Legendre polynomial. */
function gaussLegendre(count: number): { readonly nodes: number[]; readonly weights: number[] } {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let index = 0; index < count; index++) {
    let z = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let derivative = 1;
    for (let iteration = 0; iteration < 10; iteration++) {
      let previous = 1;
      let value = z;
      for (let degree = 2; degree <= count; degree++) {
        const next = ((2 * degree - 1) * z * value - (degree - 1) * previous) / degree;
        previous = value;
        value = next;
      }
      derivative = (count * (z * value - previous)) / (z * z - 1);
      z -= value / derivative;
    }
    nodes.push(z);
    weights.push(2 / ((1 - z * z) * derivative * derivative));
  }
  return { nodes, weights };
}
