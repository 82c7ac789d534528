import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { planShards } from "./planShards.ts";

describe("planShards", () => {
  it("gives every row to one shard, in order, in sizes that differ by one at most", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: Number.MAX_SAFE_INTEGER }),
        fc.integer({ min: 1, max: 50 }),
        (total, count) => {
          const shards = planShards(total, count);
          expect(shards.map(({ index }) => index)).toEqual(shards.map((_, index) => index));
          expect(shards[0]?.rows.start).toBe(0);
          expect(shards.at(-1)?.rows.end).toBe(total);
          for (const [i, { rows }] of shards.entries()) {
            expect(shards[i + 1]?.rows.start ?? total).toBe(rows.end);
            const size = rows.end - rows.start;
            expect(size - Math.floor(total / count)).toBeGreaterThanOrEqual(0);
            expect(size - Math.floor(total / count)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  it("refuses numbers that are none", () => {
    expect(() => planShards(-1, 1)).toThrow(RangeError);
    expect(() => planShards(10, 0)).toThrow(RangeError);
    expect(() => planShards(1.5, 1)).toThrow(RangeError);
  });
});
