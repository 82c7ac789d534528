import { describe, expect, it } from "@jest/globals";
import { createLattice } from "../lattice/createLattice.ts";
import { createSite } from "../structure/createSite.ts";
import { createStructure } from "../structure/createStructure.ts";
import { compositionOf } from "./compositionOf.ts";

const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });

describe("compositionOf", () => {
  it("counts the atoms of an ordered crystal in order of appearance", () => {
    const structure = createStructure(
      lattice,
      ["O", "Ti", "O"],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
        [0.5, 0, 0],
      ],
    );
    expect(Object.entries(compositionOf(structure))).toEqual([
      ["O", 2],
      ["Ti", 1],
    ]);
  });

  it("adds occupancies, and three thirds are one", () => {
    const third = [{ element: "Na", occupancy: 1 / 3 }];
    const sites = [0, 0.3, 0.6].map((x) => createSite(third, [x, 0, 0]));
    expect(compositionOf({ lattice, sites })).toEqual({ Na: 1 });
  });

  it("keeps traces, however small", () => {
    const trace = createSite([{ element: "K", occupancy: 1e-9 }], [0, 0, 0]);
    expect(compositionOf({ lattice, sites: [trace] })).toEqual({ K: 1e-9 });
  });

  it("is empty for an empty cell", () => {
    expect(compositionOf({ lattice, sites: [] })).toEqual({});
  });
});
