import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { harmonicComponents, solidHarmonics } from "./solidHarmonics.ts";

const unit = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0, max: 6.28, noNaN: true }))
  .map(([z, angle]): [number, number, number] => {
    const radius = Math.sqrt(1 - z * z);
    return [radius * Math.cos(angle), radius * Math.sin(angle), z];
  });

function harmonicsOf([x, y, z]: [number, number, number]): Float64Array {
  const components = new Float64Array(harmonicComponents);
  solidHarmonics(x, y, z, components);
  return components;
}

describe("solidHarmonics", () => {
  it("obey the addition theorem: products add up to the Legendre polynomials of the angle", () => {
    fc.assert(
      fc.property(unit, unit, (left, right) => {
        const t = left.reduce((sum, value, i) => sum + value * (right[i] ?? 0), 0);
        const [a, b] = [harmonicsOf(left), harmonicsOf(right)];
        const product = (start: number, end: number): number =>
          a.subarray(start, end).reduce((sum, value, i) => sum + value * (b[start + i] ?? 0), 0);
        expect(product(0, 3)).toBeCloseTo(t, 10);
        expect(product(3, 8)).toBeCloseTo((3 * t * t - 1) / 2, 10);
        expect(product(8, 15)).toBeCloseTo((5 * t ** 3 - 3 * t) / 2, 10);
      }),
    );
  });
});
