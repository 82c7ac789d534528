import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure } from "@ftcp/crystal";
import { blockOf, createLayout } from "@ftcp/featurize";
import { evaluateVae } from "./evaluateVae.ts";

const layout = createLayout({ name: "paper", maxElements: 3, maxSites: 4 });
const size = layout.rows * layout.columns;

/** A model whose latents are the tensors, and whose decoder changes them and gives one label. */
function createModel(
  change: (data: Float32Array) => void,
  label: number,
): Parameters<typeof evaluateVae>[0] {
  return {
    layout,
    properties: ["energy"],
    encodeTensor: ({ data, shape: [count] }) => {
      const mean = { data, shape: [count, size] as const };
      return Promise.resolve({ mean, logVariance: mean });
    },
    decodeTensor: ({ data, shape: [count] }) => {
      const decoded = data.slice();
      for (let i = 0; i < count; i++) change(decoded.subarray(i * size, (i + 1) * size));
      return Promise.resolve({ data: decoded, shape: [count, layout.rows, layout.columns] });
    },
    predict: ({ shape: [count] }) => Promise.resolve(new Float32Array(count).fill(label)),
  };
}

const crystals = ["Na", "K"].map((cation, i) => ({
  id: cation,
  structure: createStructure(
    createLattice({ a: 4, b: 5, c: 8, alpha: 90, beta: 100, gamma: 80 }),
    [cation, "Cl"],
    [
      [0, 0, 0],
      [0.25, 0.5, 0.5],
    ],
  ),
  properties: { energy: i },
}));

describe("evaluateVae", () => {
  it("finds no error in the truth", async () => {
    const model = createModel(() => undefined, 0.5);
    expect(await evaluateVae(model, crystals, { matches: true })).toEqual({
      ...{ crystals: 2, skipped: 0, elementAccuracy: 1, formulaAccuracy: 1, siteCountAccuracy: 1 },
      ...{ decodedShare: 1, lengthMape: 0, angleMape: 0, coordinateMae: 0, matchRate: 1 },
      ...{ propertyMae: { energy: 0.5 }, propertyCount: { energy: 2 } },
    });
  });

  it("has no error of a coordinate that is whole cells away, and never a negative one", async () => {
    const { start } = blockOf(layout, "coordinates");
    const away = (cells: number): ReturnType<typeof createModel> =>
      createModel((data) => {
        const at = (start + 1) * layout.columns;
        data[at] = (data[at] as number) + cells;
      }, 0);
    expect((await evaluateVae(away(3), crystals)).coordinateMae).toBe(0);
    // One of six coordinates is wrong by a quarter.
    expect((await evaluateVae(away(1.25), crystals)).coordinateMae).toBeCloseTo(0.25 / 6, 6);
    expect((await evaluateVae(away(-1.75), crystals)).coordinateMae).toBeCloseTo(0.25 / 6, 6);
  });
});
