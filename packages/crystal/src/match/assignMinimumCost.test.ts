import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { assignMinimumCost } from "./assignMinimumCost.ts";

/** The least total by trying every permutation. */
function bruteForce(cost: readonly number[], size: number, row = 0, used = 0): number {
  if (row === size) return 0;
  let best = Infinity;
  for (let column = 0; column < size; column++) {
    if ((used >> column) & 1) continue;
    const rest = bruteForce(cost, size, row + 1, used | (1 << column));
    best = Math.min(best, (cost[row * size + column] ?? NaN) + rest);
  }
  return best;
}

describe("assignMinimumCost", () => {
  it("finds the least total, one column for each row", () => {
    const anyCost = fc.integer({ min: 1, max: 6 }).chain((size) =>
      fc.array(fc.integer({ min: 0, max: 50 }), {
        minLength: size * size,
        maxLength: size * size,
      }),
    );
    fc.assert(
      fc.property(anyCost, (cost) => {
        const size = Math.sqrt(cost.length);
        const columns = [...assignMinimumCost(Float64Array.from(cost), size)];
        expect(new Set(columns).size).toBe(size);
        const total = columns.reduce(
          (sum, column, row) => sum + (cost[row * size + column] ?? NaN),
          0,
        );
        expect(total).toBe(bruteForce(cost, size));
      }),
    );
  });
});
