import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { packGraphs } from "./packGraphs.ts";

describe("packGraphs", () => {
  it("keeps every crystal once and in order, and never overfills a batch", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 60 }),
        fc.integer({ min: 20, max: 50 }),
        fc.integer({ min: 1, max: 10 }),
        (atoms, most, crystals) => {
          const atomsOf = (position: number): number => atoms[position] ?? NaN;
          const batches = packGraphs([...atoms.keys()], atomsOf, { atoms: most, crystals });
          expect(batches.flat()).toEqual([...atoms.keys()]);
          for (const batch of batches) {
            expect(batch.length).toBeGreaterThan(0);
            expect(batch.length).toBeLessThanOrEqual(crystals);
            expect(batch.reduce((sum, position) => sum + atomsOf(position), 0)).toBeLessThanOrEqual(
              most,
            );
          }
        },
      ),
    );
  });
});
