/**
 * Points of the latent space: float32, row-major, one row per crystal.
 */
export interface Latents {
  /** The coordinates, `count * size` numbers. */
  readonly data: Float32Array;
  /** Number of points and dimension of the latent space. */
  readonly shape: readonly [count: number, size: number];
}
