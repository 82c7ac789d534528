import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { createLattice } from "../lattice/createLattice.ts";
import { createSite } from "../structure/createSite.ts";
import { compositionOf } from "./compositionOf.ts";
import { parseFormula } from "./parseFormula.ts";
import { reducedFormula } from "./reducedFormula.ts";

const anyComposition = fc
  .dictionary(fc.constantFrom("Li", "Ti", "Fe", "O", "P", "He"), fc.integer({ min: 1, max: 30 }), {
    minKeys: 1,
  })
  .map((amounts) => ({ ...amounts }));

describe("reducedFormula", () => {
  it.each([
    [{ O: 4, Si: 2 }, "SiO2"],
    [{ Cl: 4, Na: 4 }, "NaCl"],
    [{ O: 2 }, "O"],
    [{ O: 12, Ca: 2, H: 0, Al: 4 }, "CaAl2O6"],
    [{ P: 4, O: 16, Fe: 4, Li: 4 }, "LiFePO4"],
    [{ Ar: 1, O: 1 }, "OAr"],
    [{ He: 1, Ar: 2 }, "Ar2He"],
    [{ Se: 1, C: 1 }, "CSe"],
  ])("writes %j as %s", (composition, formula) => {
    expect(reducedFormula(composition)).toBe(formula);
  });

  it("makes fractional amounts whole", () => {
    expect(reducedFormula({ Na: 0.5, K: 0.5, Cl: 1 })).toBe("KNaCl2");
    expect(reducedFormula({ Fe: 2 / 3, O: 1 })).toBe("Fe2O3");
    expect(reducedFormula({ Fe: 0.9, O: 1 })).toBe("Fe9O10");
  });

  it("gives amounts relative to the smallest when they have no common measure", () => {
    expect(reducedFormula({ Na: 1, Cl: Math.SQRT2 })).toBe("NaCl1.4142");
  });

  it("leaves traces out, unless there is nothing else", () => {
    expect(reducedFormula({ Na: 1, K: 1e-9, Cl: 1 })).toBe("NaCl");
    expect(reducedFormula({ Na: 1e-9, Cl: 1e-9 })).toBe("NaCl");
    expect(reducedFormula({ Na: 5e-324 })).toBe("Na");
    expect(reducedFormula({ Na: 1e300, Cl: 1e-300 })).toBe("Na");
    expect(reducedFormula({ Na: 1, K: 1e-6 })).toBe("KNa1000000");
  });

  it("names every crystal that has atoms, and the name can be read back", () => {
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const anySpecies = fc.record({
      element: fc.constantFrom("Li", "Ti", "Fe", "O"),
      occupancy: fc.oneof(
        fc.constantFrom(1e-9, 1e-8, 1 / 3, 0.5, 1),
        fc.double({ min: Number.MIN_VALUE, max: 1, noNaN: true }),
      ),
    });
    fc.assert(
      fc.property(fc.array(anySpecies, { minLength: 1, maxLength: 6 }), (all) => {
        const sites = all.map((species) => createSite([species], [0, 0, 0]));
        const formula = reducedFormula(compositionOf({ lattice, sites }));
        expect(Object.keys(parseFormula(formula)).length).toBeGreaterThan(0);
      }),
    );
  });

  it("is the same for every multiple and order", () => {
    fc.assert(
      fc.property(anyComposition, fc.integer({ min: 1, max: 12 }), (composition, factor) => {
        const entries = Object.entries(composition);
        const multiplied = entries.map(([element, amount]) => [element, amount * factor] as const);
        const divided = entries.map(([element, amount]) => [element, amount / factor] as const);
        const formula = reducedFormula(composition);
        expect(reducedFormula(Object.fromEntries(multiplied.toReversed()))).toBe(formula);
        expect(reducedFormula(Object.fromEntries(divided))).toBe(formula);
      }),
    );
  });

  it("is its own reduced formula when read back", () => {
    fc.assert(
      fc.property(anyComposition, (composition) => {
        const formula = reducedFormula(composition);
        expect(reducedFormula(parseFormula(formula))).toBe(formula);
      }),
    );
  });

  it.each([{}, { O: 0 }, { O: -1 }, { O: NaN }, { O: Infinity }])("refuses %p", (composition) => {
    expect(() => reducedFormula(composition)).toThrow(
      expect.objectContaining({ code: "CRYSTAL_INVALID_FORMULA" }),
    );
  });

  it("refuses unknown elements, alone or not", () => {
    for (const composition of [{ Xx: 1 }, { Xx: 1, O: 1 }]) {
      expect(() => reducedFormula(composition)).toThrow(
        expect.objectContaining({ code: "CRYSTAL_UNKNOWN_ELEMENT" }),
      );
    }
  });
});
