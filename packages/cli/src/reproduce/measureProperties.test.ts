import { describe, expect, it } from "@jest/globals";
import { createRandom } from "@ftcp/random";
import type { CrystalVae, TrainingCrystal } from "@ftcp/vae";
import { rockSalt } from "../../test/crystals.ts";
import { measureProperties } from "./measureProperties.ts";

const structure = rockSalt(5.64, "Na", "Cl");
const crystals: readonly TrainingCrystal[] = [
  { id: "a", structure, properties: { energy: -1, gap: 2 } },
  { id: "b", structure, properties: { energy: -2 } }, // knows no gap
  { id: "c", structure, properties: { energy: -3, gap: 4 } }, // does not fit
  { id: "d", structure, properties: { energy: -4, gap: NaN } },
];
const fitting = [0, 1, 3];

/** A model whose two latents are its two predictions. */
function createModel(
  means: readonly (readonly [energy: number, gap: number])[],
  logVariance: number,
): Pick<CrystalVae, "properties" | "encode" | "predict"> {
  const shape = [means.length, 2] as const;
  return {
    properties: ["energy", "gap"],
    encode: () =>
      Promise.resolve({
        mean: { data: Float32Array.from(means.flat()), shape },
        logVariance: { data: new Float32Array(means.length * 2).fill(logVariance), shape },
        ...{ indices: fitting, failures: [{ index: 2, error: new Error("too large") }] },
      }),
    predict: ({ data }) => Promise.resolve(data),
  };
}

describe("measureProperties", () => {
  it("finds no error in the truth, of the mean and of a sample that has no noise", async () => {
    const right = [[-1, 2] as const, [-2, 7] as const, [-4, 7] as const];
    expect(await measureProperties(createModel(right, -Infinity), crystals)).toEqual({
      ...{ energy: 0, gap: 0, "reference.energy": 0, "reference.gap": 0 },
    });
  });

  it("averages absolute errors over the crystals that fit and know the property", async () => {
    const wrong = [[-1.5, 2.25] as const, [-1, 7] as const, [-4, 7] as const];
    expect(await measureProperties(createModel(wrong, -Infinity), crystals)).toMatchObject({
      energy: 0.5, // 0.5, 1 and 0 of three
      gap: 0.25, // of one
    });
  });

  it("measures as the reference from a sample, σ times a draw of seed 1 beside the mean", async () => {
    const right = [[-1, 2] as const, [-2, 7] as const, [-4, 7] as const];
    const measured = await measureProperties(createModel(right, 2 * Math.log(3)), crystals);
    expect(measured).toMatchObject({ energy: 0, gap: 0 });
    const random = createRandom(1);
    const draws = Array.from({ length: 6 }, () => 3 * random.normal());
    const [first, gap, second, , third] = draws.map(Math.abs) as [
      ...[number, number, number, number, number],
    ];
    expect(measured["reference.energy"]).toBeCloseTo((first + second + third) / 3, 5);
    expect(measured["reference.gap"]).toBeCloseTo(gap, 5);
  });
});
