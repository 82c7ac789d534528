import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import fc from "fast-check";
import { furtherFormulas } from "../../test/fixtures.ts";
import { elements } from "../element/elements.ts";
import { anonymousFormula } from "./anonymousFormula.ts";
import type { Composition } from "./composition.ts";
import { formulaUnits } from "./formulaUnits.ts";
import { hillFormula } from "./hillFormula.ts";
import { isSameComposition } from "./isSameComposition.ts";
import { molarMass } from "./molarMass.ts";
import { parseFormula } from "./parseFormula.ts";
import { reducedFormula } from "./reducedFormula.ts";

const anyComposition: fc.Arbitrary<Composition> = fc
  .dictionary(fc.constantFrom("Li", "C", "H", "Fe", "O", "D"), fc.integer({ min: 1, max: 30 }), {
    minKeys: 1,
  })
  .map((amounts) => ({ ...amounts }));
const invalid: readonly Composition[] = [{}, { O: 0 }, { O: -1 }, { O: NaN }, { O: Infinity }];

it("gives pymatgen's Hill and anonymous formulas, formula units and masses", () => {
  expect(furtherFormulas.length).toBeGreaterThan(300);
  for (const { amounts, anonymous, hill, units, weight } of furtherFormulas) {
    expect(anonymousFormula(amounts)).toBe(anonymous);
    expect(hillFormula(amounts)).toBe(hill);
    expectClose([formulaUnits(amounts)], [units], { rtol: 1e-12 });
    // pymatgen has older atomic masses, and for heavy elements those of other isotopes.
    expectClose([molarMass(amounts)], [weight], { rtol: 0.02 });
  }
});

describe("hillFormula", () => {
  it.each([
    [{ O: 6, H: 12, C: 6 }, "C6 H12 O6"],
    [{ O: 1, H: 2 }, "H2 O"],
    [{ Na: 4, Cl: 4 }, "Cl4 Na4"],
    [{ D: 4, C: 1, H: 0.5, Br: 1 }, "C H0.5 Br D4"],
    [{ Na: 1, K: 1e-12 }, "Na"],
    [{ La: 1.85, Sr: 0.15, Cu: 1, O: 4 }, "Cu La1.85 O4 Sr0.15"],
  ])("writes %j as %s", (composition, formula) => {
    expect(hillFormula(composition)).toBe(formula);
  });

  it("can be read back", () => {
    fc.assert(
      fc.property(anyComposition, (composition) => {
        expect(parseFormula(hillFormula(composition))).toEqual(composition);
      }),
    );
  });

  it.each(invalid)("refuses %p", (composition) => {
    expect(() => hillFormula(composition)).toThrow(
      expect.objectContaining({ code: "CRYSTAL_INVALID_FORMULA" }),
    );
  });

  it("refuses unknown elements", () => {
    expect(() => hillFormula({ Xx: 1 })).toThrow(
      expect.objectContaining({ code: "CRYSTAL_UNKNOWN_ELEMENT" }),
    );
  });
});

describe("anonymousFormula", () => {
  it("is the same for crystals of one type", () => {
    expect(anonymousFormula({ Mg: 8, Al: 16, O: 32 })).toBe("AB2C4");
    expect(anonymousFormula({ Li: 4, Mn: 8, O: 16 })).toBe("AB2C4");
    expect(anonymousFormula({ K: 0.5, Na: 0.5, Cl: 1 })).toBe("ABC2");
  });

  it("does not run out of letters", () => {
    const symbols = elements.slice(0, 28).map(({ symbol }) => [symbol, 1] as const);
    const formula = anonymousFormula(Object.fromEntries(symbols));
    expect(formula).toBe("ABCDEFGHIJKLMNOPQRSTUVWXYZAaAb");
  });

  it("does not change with names and multiples", () => {
    fc.assert(
      fc.property(anyComposition, fc.integer({ min: 1, max: 9 }), (composition, factor) => {
        const names = ["Ag", "Au", "Cu", "Pt", "Pd", "Zn"];
        const renamed = Object.values(composition).map(
          (amount, index) => [names[index] ?? "", amount * factor] as const,
        );
        expect(anonymousFormula(Object.fromEntries(renamed))).toBe(anonymousFormula(composition));
      }),
    );
  });

  it.each(invalid)("refuses %p", (composition) => {
    expect(() => anonymousFormula(composition)).toThrow(
      expect.objectContaining({ code: "CRYSTAL_INVALID_FORMULA" }),
    );
  });
});

describe("formulaUnits", () => {
  it("times the reduced formula is the composition", () => {
    fc.assert(
      fc.property(anyComposition, (composition) => {
        const units = formulaUnits(composition);
        expect(Number.isInteger(units)).toBe(true);
        const reduced = parseFormula(reducedFormula(composition));
        const multiplied = Object.entries(reduced).map(([element, amount]) => [
          element,
          amount * units,
        ]);
        expect(isSameComposition(Object.fromEntries(multiplied) as Composition, composition)).toBe(
          true,
        );
      }),
    );
  });

  it("can be a fraction", () => {
    expect(formulaUnits({ Na: 0.5, K: 0.5, Cl: 1 })).toBe(0.5);
    expect(formulaUnits({ Na: 1, Cl: Math.SQRT2 })).toBe(1);
  });
});

describe("isSameComposition", () => {
  it("allows for rounding, but not for multiples or other elements", () => {
    expect(isSameComposition({ Na: 1, Cl: 1 }, { Cl: 1, Na: 1 + 1e-9 })).toBe(true);
    expect(isSameComposition({ Na: 1, Cl: 1 }, { Cl: 2, Na: 2 })).toBe(false);
    expect(isSameComposition({ Na: 1, Cl: 1 }, { Cl: 1, K: 1 })).toBe(false);
    expect(isSameComposition({ H: 2, O: 1 }, { D: 2, O: 1 })).toBe(false);
    expect(isSameComposition({ Na: 1 }, { Na: 1.04 }, 0.05)).toBe(true);
    expect(isSameComposition({ Na: 1, K: 0 }, { Na: 1 })).toBe(true);
    expect(isSameComposition({ Na: NaN }, { Na: NaN })).toBe(false);
    expect(isSameComposition({}, {})).toBe(true);
  });

  it("refuses a senseless tolerance", () => {
    expect(() => isSameComposition({}, {}, NaN)).toThrow(RangeError);
  });
});

describe("molarMass", () => {
  it("counts deuterium as such", () => {
    expect(molarMass({ H: 2, O: 1 })).toBeCloseTo(18.015, 3);
    expect(molarMass({ D: 2, O: 1 })).toBeCloseTo(20.027, 3);
    expect(molarMass({})).toBe(0);
  });

  it("refuses unknown elements", () => {
    expect(() => molarMass({ Xx: 1 })).toThrow(
      expect.objectContaining({ code: "CRYSTAL_UNKNOWN_ELEMENT" }),
    );
  });
});
