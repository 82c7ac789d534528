/**
 * Asserts `|actual - expected| <= atol + rtol * |expected|` for every element (numpy's allclose rule)
 * and names the first element that is off.
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: { readonly rtol?: number; readonly atol?: number } = {},
): void {
  const { rtol = 1e-6, atol = 0 } = tolerance;
  if (actual.length !== expected.length) {
    throw new Error(`expected ${expected.length} elements, received ${actual.length}`);
  }
  for (let i = 0; i < expected.length; i++) {
    const a = actual[i] ?? Number.NaN;
    const e = expected[i] ?? Number.NaN;
    // Written so that NaN on either side fails.
    if (!(Math.abs(a - e) <= atol + rtol * Math.abs(e))) {
      throw new Error(`element ${i}: expected ${e}, received ${a} (rtol ${rtol}, atol ${atol})`);
    }
  }
}
