/**
 * Spherical linear interpolation between two latents: the direction moves along the great circle,
 * `cos(tΩ) u + sin(tΩ) w`, and the norm linearly, `(1 - t) ‖from‖ + t ‖to‖`.
 *
 * Here `u` is the direction of `from`, `w` the direction within the plane of both latents at a right
 * angle to `u`, and Ω the angle between the latents, in [0, π].
 *
 * @param from - the latent at t = 0: float32 `[size]`
 * @param to - the latent at t = 1, of the same size
 * @param t - position in [0, 1]
 * @returns a new float32 `[size]`; exactly `from` and `to` at the ends
 * @throws RangeError when the sizes differ or `t` is not in [0, 1]
 *
 * @remarks
 * - Parallel latents: the direction stays and only the norm changes.
 * - Antipodal latents have no single great circle. The one through the coordinate axis on which `u`
 *   has its smallest component (the first such axis) is taken: the same from either end.
 *   In one dimension there is no such circle and the path runs through zero.
 * - A latent of norm 0 has no direction: the other one's is kept, so that the path is straight.
 * - Deviates from the reference implementation, which turns the second latent round when the angle
 *   exceeds 90° (a rule for quaternions, by which the path never reaches the second crystal) and
 *   rescales nearly parallel latents to unit length.
 *
 * @example
 * ```ts
 * import { slerp } from "@ftcp/sampling";
 *
 * slerp(new Float32Array([2, 0]), new Float32Array([0, 4]), 0.5); // [2.12, 2.12], of norm 3
 * ```
 *
 * @see K. Shoemake, Animating rotation with quaternion curves, SIGGRAPH 1985,
 *   doi:10.1145/325334.325242; FTCP paper, section 4.2
 */
export function slerp(from: Float32Array, to: Float32Array, t: number): Float32Array {
  if (from.length !== to.length) {
    throw new RangeError(`cannot interpolate ${from.length} to ${to.length} dimensions`);
  }
  if (!(t >= 0 && t <= 1)) throw new RangeError(`t must lie in [0, 1], received ${t}`);
  if (t === 0) return from.slice();
  if (t === 1) return to.slice();

  const fromNorm = norm(from);
  const toNorm = norm(to);
  if (fromNorm === 0 || toNorm === 0) {
    return from.map((value, i) => (1 - t) * value + t * (to[i] ?? 0));
  }
  const u = Float64Array.from(from, (value) => value / fromNorm);
  const v = Float64Array.from(to, (value) => value / toNorm);
  // Ω = 2 atan2(‖u - v‖, ‖u + v‖) keeps its digits at 0 and at π, where acos(u · v) loses half.
  const angle = 2 * Math.atan2(norm(u.map((x, i) => x - (v[i] ?? 0))), norm(sum(u, v)));
  const length = (1 - t) * fromNorm + t * toNorm;
  const w = perpendicular(u, v, angle > Math.PI / 2);
  const along = Math.cos(t * angle) * length;
  const across = Math.sin(t * angle) * length;
  return Float32Array.from(u, (value, i) => along * value + across * (w?.[i] ?? 0));
}

/**
 * Below this sine two directions count as exactly parallel or antipodal: distinct float32 directions
 * differ by about 1e-8, and float64 computes the sine to about 1e-16.
 */
const leastSine = 1e-12;

/** The unit vector in the plane of `u` and `v` at a right angle to `u`; undefined if parallel. */
function perpendicular(
  u: Float64Array,
  v: Float64Array,
  obtuse: boolean,
): Float64Array | undefined {
  const rejection = reject(v, u);
  const sine = norm(rejection);
  if (sine > leastSine) return rejection.map((x) => x / sine);
  if (!obtuse || u.length === 1) return undefined;
  let axis = 0;
  for (let i = 1; i < u.length; i++) {
    if (Math.abs(u[i] ?? 0) < Math.abs(u[axis] ?? 0)) axis = i;
  }
  const chosen = reject(
    u.map((_, i) => (i === axis ? 1 : 0)),
    u,
  );
  const chosenNorm = norm(chosen);
  return chosen.map((x) => x / chosenNorm);
}

/** The part of `vector` at a right angle to the unit vector `u`. */
function reject(vector: Float64Array, u: Float64Array): Float64Array {
  let dot = 0;
  for (let i = 0; i < u.length; i++) dot += (vector[i] ?? 0) * (u[i] ?? 0);
  return vector.map((x, i) => x - dot * (u[i] ?? 0));
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => x + (b[i] ?? 0));
}

function norm(vector: Float32Array | Float64Array): number {
  let squares = 0;
  for (const x of vector) squares += x * x;
  return Math.sqrt(squares);
}
