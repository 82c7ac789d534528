import { describe, expect, it } from "@jest/globals";
import { bucketOf } from "./bucketOf.ts";

describe("bucketOf", () => {
  it("spreads formulas evenly", () => {
    const sizes = Array<number>(16).fill(0);
    for (let i = 0; i < 16_000; i++) {
      const bucket = bucketOf(`Na${i}Cl`, 16);
      sizes[bucket] = (sizes[bucket] ?? 0) + 1;
    }
    // The count of each is binomial: 1000 with a standard deviation of 31.
    expect(Math.min(...sizes)).toBeGreaterThan(850);
    expect(Math.max(...sizes)).toBeLessThan(1150);
  });

  it("is FNV-1a with Murmur3's last steps", () => {
    // FNV-1a of "a" is e40c292c (the published vector); the rest by Python's integers.
    expect(bucketOf("a", 2 ** 32)).toBe(0x1a80b1b3);
  });

  it("refuses no shards", () => {
    expect(() => bucketOf("NaCl", 0)).toThrow(RangeError);
  });
});
