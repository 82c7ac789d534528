import { describe, expect, it, jest } from "@jest/globals";
import { createLayout } from "@ftcp/featurize";
import { sharedData } from "@ftcp/testing";
import { join } from "node:path";
import { loadCrystals } from "../src/data/loadCrystals.ts";
import { createContext } from "../src/io/createContext.ts";
import { createProcessIo } from "../src/io/createProcessIo.ts";
import { measureReconstruction } from "../src/reproduce/measureReconstruction.ts";
import { captureIo } from "./captureIo.ts";
import { createCopyingModel } from "./createCopyingModel.ts";

jest.setTimeout(300_000);

const shared = sharedData();
const describeShared = shared === undefined ? describe.skip : describe;

describeShared("what a perfect reconstruction of the test split measures (needs ../shared)", () => {
  it("has no honest error, and by the reference a coordinate error of 0.002", async () => {
    const { signal } = new AbortController();
    const { crystals } = await loadCrystals(
      {
        ...{ path: join(shared ?? "", "crystals.jsonl.gz"), split: "test", maxSites: 20 },
        ...{ elements: { min: 3, max: 3 } },
        requires: ["formation_energy_per_atom", "band_gap"],
      },
      createContext({ ...createProcessIo(), ...captureIo().io }, signal),
    );
    expect(crystals).toHaveLength(2429);
    // Canonical cells, and cells as they are given.
    for (const [name, coordinates] of [
      ["ftcp", 0.0019],
      ["reference", 0.0022],
    ] as const) {
      const layout = createLayout({
        ...{ name, rowMultiple: 1, blocks: ["elements", "cell", "coordinates", "occupancy"] },
      });
      const measured = await measureReconstruction(createCopyingModel(layout), crystals, signal);
      expect(measured).toEqual({
        ...{ "reference.elements": 1, "honest.elements": 1 },
        ...{ "reference.lengths": expect.closeTo(0, 9), "honest.lengths": 0 },
        ...{ "reference.angles": expect.closeTo(0, 9), "honest.angles": 0 },
        "reference.coordinates": expect.closeTo(coordinates, 4),
        ...{ "honest.coordinates": 0, "honest.formula": 1, "honest.match": 1 },
      });
    }
  });
});
