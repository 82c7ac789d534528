import { describe, expect, it } from "@jest/globals";
import {
  checkValidity,
  compositionOf,
  density,
  elementBySymbol,
  findNeighbors,
  isOrdered,
  latticeVolume,
  parseFormula,
  reducedFormula,
  shortestDistance,
} from "@ftcp/crystal";
import { expectClose } from "@ftcp/testing";
import { formulas, textbookCrystals, toStructure } from "./fixtures.ts";

describe.each(textbookCrystals.map((crystal) => [crystal.name, crystal] as const))(
  "%s",
  (_name, crystal) => {
    const structure = toStructure(crystal);

    it("has pymatgen's volume, density and shortest distance", () => {
      expectClose(
        [latticeVolume(structure.lattice), shortestDistance(structure)],
        [crystal.volume, crystal.shortestDistance],
        { rtol: 1e-9 },
      );
      // pymatgen has older atomic masses, as 65.409 for Zn, which is 65.38 since 2007.
      expectClose([density(structure)], [crystal.density], { rtol: 5e-4 });
    });

    it("has pymatgen's neighbours", () => {
      const counts = structure.sites.map(() => 0);
      for (const { from } of findNeighbors(structure, 3.2)) counts[from] = (counts[from] ?? 0) + 1;
      expect(counts).toEqual(crystal["neighborCounts3.2"]);
    });

    it("is valid, ordered and has its formula", () => {
      expect(checkValidity(structure).valid).toBe(true);
      expect(isOrdered(structure)).toBe(true);
      expect(reducedFormula(compositionOf(structure))).toBe(
        reducedFormula(parseFormula(crystal.formula)),
      );
    });
  },
);

describe("formulas", () => {
  it.each(formulas.map((formula) => [formula.text, formula] as const))(
    "%s has pymatgen's amounts and molar mass",
    (text, { amounts, weight }) => {
      const composition = parseFormula(text);
      expect(composition).toEqual(amounts);
      const mass = Object.entries(composition).reduce(
        (sum, [element, amount]) => sum + amount * elementBySymbol(element).mass,
        0,
      );
      expectClose([mass], [weight], { rtol: 1e-4 });
    },
  );
});
