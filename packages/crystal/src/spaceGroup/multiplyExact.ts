import { wrapUnits } from "./wrapUnits.ts";
import type { ExactOperation } from "./exactOperation.ts";

/** The operation `left ∘ right`: first `right`, then `left`; lattice translations are dropped. */
export function multiplyExact(left: ExactOperation, right: ExactOperation): ExactOperation {
  const product: number[] = [];
  for (let row = 0; row < 9; row += 3) {
    for (let column = 0; column < 3; column += 1) {
      product.push(
        at(left, row) * at(right, column) +
          at(left, row + 1) * at(right, column + 3) +
          at(left, row + 2) * at(right, column + 6) +
          // Turns -0 into 0.
          0,
      );
    }
  }
  for (let row = 0; row < 3; row += 1) {
    product.push(
      wrapUnits(
        at(left, 3 * row) * at(right, 9) +
          at(left, 3 * row + 1) * at(right, 10) +
          at(left, 3 * row + 2) * at(right, 11) +
          at(left, 9 + row),
      ),
    );
  }
  return product;
}

function at(operation: ExactOperation, index: number): number {
  return operation[index] ?? NaN;
}
