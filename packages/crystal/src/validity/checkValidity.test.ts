import { describe, expect, it } from "@jest/globals";
import { textbook } from "../../test/fixtures.ts";
import { createLattice } from "../lattice/createLattice.ts";
import { createStructure } from "../structure/createStructure.ts";
import { checkValidity } from "./checkValidity.ts";

describe("checkValidity", () => {
  it("accepts a real crystal and reports what it measured", () => {
    const report = checkValidity(textbook("rock salt NaCl"));
    expect(report).toMatchObject({ valid: true, failures: [] });
    expect(report.shortestDistance).toBeCloseTo(2.82, 10);
    expect(report.volume).toBeCloseTo(5.64 ** 3, 8);
    expect(report.volumePerAtom).toBeCloseTo(5.64 ** 3 / 8, 8);
  });

  it("finds overlapping atoms, within the cell and between images", () => {
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const close = createStructure(
      lattice,
      ["Na", "Cl"],
      [
        [0, 0, 0],
        [0.9, 0, 0],
      ],
    );
    expect(checkValidity(close).failures).toEqual(["distance"]);
    expect(checkValidity(close, { minimumDistance: 0.3 }).valid).toBe(true);
    const thin = createLattice({ a: 0.3, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    expect(checkValidity(createStructure(thin, ["Na"], [[0, 0, 0]])).failures).toEqual([
      "distance",
    ]);
  });

  it("finds cells that are too small, too dense or too thin", () => {
    const tiny = createLattice({ a: 0.4, b: 0.4, c: 0.4, alpha: 90, beta: 90, gamma: 90 });
    const structure = createStructure(tiny, ["Na"], [[0, 0, 0]]);
    expect(checkValidity(structure).failures).toEqual(["distance", "volume"]);
    const rockSalt = textbook("rock salt NaCl");
    expect(checkValidity(rockSalt, { minimumVolumePerAtom: 30 }).failures).toEqual([
      "volumePerAtom",
    ]);
    expect(checkValidity(rockSalt, { maximumVolumePerAtom: 10 }).failures).toEqual([
      "volumePerAtom",
    ]);
  });

  it("finds an empty cell", () => {
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    expect(checkValidity({ lattice, sites: [] })).toEqual({
      valid: false,
      shortestDistance: Infinity,
      volume: 64,
      volumePerAtom: Infinity,
      failures: ["sites"],
    });
  });
});
