import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure, elements as periodicTable } from "@ftcp/crystal";
import { blockOf, createLayout } from "@ftcp/featurize";
import type { TrainingCrystal } from "@ftcp/vae";
import { createCopyingModel } from "../../test/createCopyingModel.ts";
import { perovskite, rockSalt } from "../../test/crystals.ts";
import { measureReconstruction } from "./measureReconstruction.ts";

const crystal = (id: string, structure: TrainingCrystal["structure"]): TrainingCrystal => ({
  ...{ id, structure, properties: {} },
});
const lattice = createLattice({ a: 4, b: 5, c: 8, alpha: 90, beta: 100, gamma: 80 });

/** Two elements in a layout with room for three, and no class for "empty". */
const binary = crystal(
  "binary",
  createStructure(
    lattice,
    ["Na", "Cl"],
    [
      [0.01, 0.99, 0.05],
      [0.25, 0.0625, 0.5],
    ],
  ),
);
const layout = createLayout({ name: "reference", maxElements: 3, maxSites: 5 });
const coordinates = blockOf(layout, "coordinates").start;
const rowOfElement = (symbol: string): number =>
  blockOf(layout, "elements").start +
  periodicTable.findIndex((element) => element.symbol === symbol);

/** Measures a model that is right but for the entries `[row, column]`. */
async function measure(
  crystals: readonly TrainingCrystal[],
  changes: readonly (readonly [row: number, column: number, value: number])[] = [],
): Promise<Readonly<Record<string, number>>> {
  const model = createCopyingModel(layout, (decoded) => {
    for (const [row, column, value] of changes) decoded[row * layout.columns + column] = value;
  });
  return measureReconstruction(model, crystals, new AbortController().signal);
}

describe("measureReconstruction", () => {
  it("of the truth: no honest error; the reference's is the sum of coordinates below 0.1", async () => {
    const perfect = {
      ...{ "reference.elements": 1, "honest.elements": 1 },
      ...{ "reference.lengths": 0, "honest.lengths": 0 },
      ...{ "reference.angles": 0, "honest.angles": 0, "honest.coordinates": 0 },
      ...{ "honest.formula": 1, "honest.match": 1 },
    };
    // (0.01 + 0.05 + 0.0625) of six coordinates.
    expect(await measure([binary])).toEqual({
      ...perfect,
      "reference.coordinates": expect.closeTo(0.1225 / 6, 8),
    });
    // Perovskites have 0 and 0.5 alone: nothing lies between 0 and 0.1, and 15 coordinates more.
    expect(
      await measure([binary, crystal("perovskite", perovskite(3.905, "Sr", "Ti", "O"))]),
    ).toEqual({ ...perfect, "reference.coordinates": expect.closeTo(0.1225 / 21, 8) });
  });

  it("takes 0.99 for 0.02 from 0.01, and the reference for 0.98", async () => {
    const measured = await measure([binary], [[coordinates, 0, 0.99]]);
    expect(measured["honest.coordinates"]).toBeCloseTo(0.02 / 6, 7);
    expect(measured["reference.coordinates"]).toBeCloseTo((0.98 + 0.05 + 0.0625) / 6, 7);
  });

  it("counts an unused slot for the reference alone", async () => {
    const measured = await measure([binary], [[rowOfElement("Fe"), 2, 0.3]]);
    expect(measured).toMatchObject({ "honest.elements": 1, "honest.match": 1 });
    expect(measured["reference.elements"]).toBeCloseTo(2 / 3, 12);
  });

  it("counts a wrong element by slots, in the formula and in the match", async () => {
    // K is decoded as Na, which is right in that slot of the other two crystals.
    const wrong = [[rowOfElement("Na"), 0, 2] as const];
    const crystals = [
      binary,
      crystal("rock salt", rockSalt(5.2, "K", "F")),
      crystal("perovskite", perovskite(3.93, "Na", "Ta", "O")),
    ];
    const measured = await measure(crystals, wrong);
    expect(measured["honest.elements"]).toBeCloseTo(6 / 7, 12);
    expect(measured["reference.elements"]).toBeCloseTo(8 / 9, 12);
    expect(measured["honest.formula"]).toBeCloseTo(2 / 3, 12);
    expect(measured["honest.match"]).toBeCloseTo(2 / 3, 12);
  });

  it("leaves out what does not fit the layout, and stops when told", async () => {
    const tooMany = ["Na", "K", "Rb", "Cs"];
    const large = createStructure(
      lattice,
      tooMany,
      tooMany.map((_, i) => [i / 4, 0, 0] as const),
    );
    expect(await measure([crystal("large", large), binary])).toEqual(await measure([binary]));
    const stopped = AbortSignal.abort(new Error("enough"));
    await expect(
      measureReconstruction(createCopyingModel(layout), [binary], stopped),
    ).rejects.toThrow("enough");
  });
});
