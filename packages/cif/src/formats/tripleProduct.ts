import type { Matrix3 } from "@ftcp/crystal";

/**
 * `a · (b × c)`, the signed volume of a cell.
 *
 * @param matrix - lattice vectors as rows
 * @returns the product; negative for left-handed vectors
 * @internal
 */
export function tripleProduct([a, b, c]: Matrix3): number {
  return (
    a[0] * (b[1] * c[2] - b[2] * c[1]) +
    a[1] * (b[2] * c[0] - b[0] * c[2]) +
    a[2] * (b[0] * c[1] - b[1] * c[0])
  );
}
