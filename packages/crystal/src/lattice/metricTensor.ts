import { dotProduct } from "../geometry/dotProduct.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";

/** The scalar products of lattice vectors in Å², `Gᵢⱼ = aᵢ · aⱼ`. */
export function metricTensor([a, b, c]: Matrix3): Matrix3 {
  const ab = dotProduct(a, b);
  const ac = dotProduct(a, c);
  const bc = dotProduct(b, c);
  return [
    [dotProduct(a, a), ab, ac],
    [ab, dotProduct(b, b), bc],
    [ac, bc, dotProduct(c, c)],
  ];
}
