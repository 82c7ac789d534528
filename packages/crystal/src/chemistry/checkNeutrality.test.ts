import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { neutralityFixture } from "../../test/fixtures.ts";
import type { Composition } from "../composition/composition.ts";
import { parseFormula } from "../composition/parseFormula.ts";
import { elementBySymbol } from "../element/elementBySymbol.ts";
import { elements } from "../element/elements.ts";
import { checkNeutrality } from "./checkNeutrality.ts";
import { isMetal } from "./isMetal.ts";
import { oxidationStateTables } from "./oxidationStateTables.ts";

const check = (formula: string, options?: Parameters<typeof checkNeutrality>[1]) =>
  checkNeutrality(parseFormula(formula), options);

const anyComposition = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom("Li", "Mg", "Ti", "Fe", "Mn", "O", "S", "P", "N", "C", "Cl", "H", "W", "He"),
      fc.integer({ min: 1, max: 12 }),
    ),
    { minLength: 1, maxLength: 5, selector: ([element]) => element },
  )
  .map((entries): Composition => Object.fromEntries(entries));

/** The definition: all combinations, one after the other. */
function tryAll(composition: Composition, table: "common" | "all"): [boolean, boolean] {
  const symbols = Object.keys(composition);
  let combinations: number[][] = [[]];
  for (const symbol of symbols) {
    const states = oxidationStateTables[table][symbol] ?? [];
    combinations = combinations.flatMap((some) => states.map((state) => [...some, state]));
  }
  const neutral = combinations.filter(
    (states) =>
      states.reduce((sum, q, at) => sum + q * (composition[symbols[at] ?? ""] ?? NaN), 0) === 0,
  );
  const value = (at: number): number => elementBySymbol(symbols[at] ?? "").electronegativity ?? NaN;
  const isOrdered = (states: readonly number[]): boolean =>
    states.every((q, at) =>
      states.every((other, place) => !(q > 0 && other < 0) || value(at) < value(place)),
    );
  return [neutral.length > 0, neutral.some(isOrdered)];
}

describe("checkNeutrality", () => {
  const { sets, verdicts, electronegativities } = neutralityFixture;
  const theirs = Object.fromEntries(
    Object.entries(electronegativities).map(([symbol, value]) => [symbol, value ?? undefined]),
  );

  it.each(sets.map((set, at) => [set, at] as const))(
    "agrees with SMACT's verdicts on 3,000 compositions: %s",
    (set, at) => {
      const wrong = verdicts.filter(([formula, ...bits]) => {
        const expected = bits[at] ?? NaN;
        const options = { oxidationStates: set, electronegativities: theirs };
        const report = check(formula, options);
        const strict = check(formula, { ...options, alloys: false });
        // SMACT lets a single element pass before it looks at charges.
        const alone = report.exempt === "element";
        return (
          (alone || report.neutral) !== (expected & 1) > 0 ||
          (alone || report.paulingOrdered) !== (expected & 2) > 0 ||
          (alone || strict.valid) !== (expected & 2) > 0 ||
          report.valid !== (expected & 4) > 0
        );
      });
      expect(wrong).toEqual([]);
      expect(verdicts.length).toBe(3000);
    },
  );

  it("finds what trying all combinations finds", () => {
    fc.assert(
      fc.property(anyComposition, fc.constantFrom("common", "all"), (composition, table) => {
        const { neutral, paulingOrdered, oxidationStates } = checkNeutrality(composition, {
          oxidationStates: table,
        });
        expect([neutral, paulingOrdered]).toEqual(tryAll(composition, table));
        expect(oxidationStates !== undefined).toBe(neutral);
        const charges = Object.entries(oxidationStates ?? {}).map(([element, state]) => {
          expect(oxidationStateTables[table][element]).toContain(state);
          return state * (composition[element] ?? NaN);
        });
        expect(charges.reduce((sum, charge) => sum + charge, 0)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["NaCl", { Na: 1, Cl: -1 }],
    ["Fe2O3", { Fe: 3, O: -2 }],
    ["CaTiO3", { Ca: 2, Ti: 4, O: -2 }],
    ["LiFePO4", { Li: 1, Fe: 2, P: 5, O: -2 }],
    ["CaCO3", { Ca: 2, C: 4, O: -2 }],
    ["KClO4", { K: 1, Cl: 7, O: -2 }],
    ["CaH2", { Ca: 2, H: -1 }],
  ])("explains %s", (formula, states) => {
    expect(check(formula)).toEqual({
      valid: true,
      neutral: true,
      paulingOrdered: true,
      exempt: undefined,
      oxidationStates: states,
      unknownElements: [],
    });
    expect(check(formula, { oxidationStates: "all" }).oxidationStates).toEqual(states);
  });

  it("refuses what does not add up, and mixed valence", () => {
    for (const formula of ["Na2Cl", "NaO3", "Fe3O4"]) {
      expect(check(formula)).toMatchObject({ valid: false, neutral: false });
      expect(check(formula).oxidationStates).toBeUndefined();
    }
  });

  it("tells neutral from ordered: no element may be less electronegative than a cation", () => {
    // The only neutral choice has O 1 and F -1 or worse; of boron and silicon the former is negative.
    const backwards = { oxidationStates: { O: [1], Cl: [-1] } };
    expect(check("OCl", backwards)).toMatchObject({
      valid: false,
      neutral: true,
      paulingOrdered: false,
      oxidationStates: { O: 1, Cl: -1 },
    });
    expect(check("OF2", { oxidationStates: "all" }).oxidationStates).toEqual({ O: 2, F: -1 });
    // Equal electronegativities are not ordered either.
    const equal = { oxidationStates: { As: [-3], P: [3] }, electronegativities: { As: 2, P: 2 } };
    expect(check("AsP", equal)).toMatchObject({ neutral: true, paulingOrdered: false });
  });

  it("lets elements and alloys pass, if they may", () => {
    expect(check("Cu3Au")).toMatchObject({ valid: true, exempt: "alloy" });
    expect(check("Si")).toMatchObject({ valid: true, exempt: "element", neutral: false });
    expect(check("Cu3Au", { alloys: false })).toMatchObject({ valid: false, exempt: undefined });
    expect(check("Si", { alloys: false }).valid).toBe(false);
    expect(check("Fe3C").exempt).toBeUndefined();
  });

  it("names elements without states, with which nothing is neutral", () => {
    expect(check("NaHe")).toMatchObject({ valid: false, unknownElements: ["He"] });
    expect(check("NaCl", { oxidationStates: { Na: [1] } })).toMatchObject({
      neutral: false,
      unknownElements: ["Cl"],
    });
  });

  it("takes deuterium for hydrogen, and both together", () => {
    expect(check("D2O").oxidationStates).toEqual({ D: 1, O: -2 });
    expect(check("HDO").oxidationStates).toEqual({ H: 1, D: 1, O: -2 });
  });

  it("handles partial occupancy: exactly where it can, else within rounding", () => {
    expect(check("Ca0.5Sr0.5TiO3")).toMatchObject({ valid: true });
    expect(check("Li0.3333Na0.6667Cl")).toMatchObject({ valid: true });
    expect(checkNeutrality({ Na: 2 * Math.SQRT2, O: Math.SQRT2 * 1.0001 }).valid).toBe(true);
    expect(checkNeutrality({ Na: 2 * Math.SQRT2, O: 1.5 }).valid).toBe(false);
    expect(check("Na0.9Cl").neutral).toBe(false);
  });

  it("answers at once however many elements and atoms there are", () => {
    const everything = Object.fromEntries(
      elements.slice(0, 99).map(({ symbol }, at) => [symbol, at + 1]),
    );
    const start = process.cpuUsage();
    for (const oxidationStates of ["common", "all"] as const) {
      checkNeutrality({ ...everything }, { oxidationStates });
      check("Mn97Fe89Cr83V79Mo73N71P67S61", { oxidationStates });
      check("Mn9700001Fe89Cr83V79Mo73N71P67S6100007", { oxidationStates });
    }
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(10);
  });

  it("gives a multiple the same verdict", () => {
    fc.assert(
      fc.property(anyComposition, fc.integer({ min: 2, max: 9 }), (composition, factor) => {
        const multiple = Object.entries(composition).map(([key, n]) => [key, n * factor] as const);
        expect(checkNeutrality(Object.fromEntries(multiple))).toEqual(checkNeutrality(composition));
      }),
    );
  });

  it.each([
    [{}, "CRYSTAL_INVALID_FORMULA"],
    [{ Na: -1, Cl: 1 }, "CRYSTAL_INVALID_FORMULA"],
    [{ Na: NaN }, "CRYSTAL_INVALID_FORMULA"],
    [{ Xx: 1 }, "CRYSTAL_UNKNOWN_ELEMENT"],
    [{ Xx: 1, Na: 1 }, "CRYSTAL_UNKNOWN_ELEMENT"],
  ] as const)("refuses %j with %s", (composition, code) => {
    expect(() => checkNeutrality(composition)).toThrow(expect.objectContaining({ code }));
  });

  it("refuses states that are not whole", () => {
    expect(() => check("NaCl", { oxidationStates: { Na: [1], Cl: [-0.5] } })).toThrow(RangeError);
  });
});

describe("oxidationStateTables", () => {
  it("hold sorted whole numbers for known elements", () => {
    for (const table of Object.values(oxidationStateTables)) {
      for (const [symbol, states] of Object.entries(table)) {
        expect(elementBySymbol(symbol).symbol).toBe(symbol);
        expect(states.every(Number.isInteger)).toBe(true);
        expect([...states]).toEqual([...new Set(states)].sort((left, right) => left - right));
      }
    }
  });
});

describe("isMetal", () => {
  it("is SMACT's list, with promethium and lawrencium", () => {
    const ours = elements.map(({ symbol }) => symbol).filter(isMetal);
    expect(ours.filter((symbol) => symbol !== "Pm" && symbol !== "Lr")).toEqual(
      neutralityFixture.metals,
    );
    expect(isMetal("D")).toBe(false);
  });
});
