import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { createRandom } from "./createRandom.ts";

describe("createRandom", () => {
  it("gives the same stream for the same seed and another one for another seed", () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => [random.uniform(), random.normal()]);
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(2 ** 40)).not.toEqual(draw(2 ** 41));
  });

  it("draws the numbers that an independent implementation draws", () => {
    // By tools/reference/random/uniforms.py; every seeded result of the project hangs on them.
    const golden: [number, number[]][] = [
      [0, [0.7650780516897613, 0.44285810333718734, 0.6171263943920565]],
      [1, [0.7192781055401736, 0.4187135069696223, 0.570370660542719]],
      [42, [0.7693605742576065, 0.33666235328257665, 0.6875645631173142]],
      [2 ** 40, [0.575936288140088, 0.2853432329962907, 0.937378345137826]],
    ];
    for (const [seed, expected] of golden) {
      const random = createRandom(seed);
      expect(expected.map(() => random.uniform())).toEqual(expected);
    }
  });

  it("gives forks that do not depend on what was drawn before", () => {
    const fresh = createRandom(3);
    const used = createRandom(3);
    used.uniform();
    expect(used.fork("noise").uniform()).toBe(fresh.fork("noise").uniform());
    expect(fresh.fork("noise").uniform()).not.toBe(fresh.fork("split").uniform());
  });

  it("draws uniforms in [0, 1) with mean 1/2 and variance 1/12", () => {
    const random = createRandom(11);
    const values = Array.from({ length: 50_000 }, () => random.uniform());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it("draws normals with the moments and the tail of the normal distribution", () => {
    const random = createRandom(12);
    const values = Array.from({ length: 100_000 }, () => random.normal());
    const moment = (power: number) =>
      values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.015);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
    const beyondTwo = values.filter((value) => Math.abs(value) > 2).length / values.length;
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.004);
  });

  it("shuffles into a permutation and leaves its input alone", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const shuffled = createRandom(seed).shuffle(items);
        expect(items).toEqual(before);
        expect([...shuffled].sort((a, b) => a - b)).toEqual([...before].sort((a, b) => a - b));
      }),
    );
  });

  it("draws integers below the bound and refuses a bound or seed that is none", () => {
    const random = createRandom(5);
    const counts = [0, 0, 0];
    for (let i = 0; i < 3000; i++) {
      const value = random.integer(3);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(900);
    expect(() => random.integer(0)).toThrow(RangeError);
    expect(() => createRandom(0.5)).toThrow(RangeError);
  });
});
