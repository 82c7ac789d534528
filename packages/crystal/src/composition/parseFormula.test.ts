import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CrystalError } from "../crystalError.ts";
import { parseFormula } from "./parseFormula.ts";

describe("parseFormula", () => {
  it.each([
    ["Ca(OH)2", { Ca: 1, O: 2, H: 2 }],
    ["CuSO4·5H2O", { Cu: 1, S: 1, O: 9, H: 10 }],
    ["2H2O", { H: 4, O: 2 }],
    ["K4[Fe(CN)6]", { K: 4, Fe: 1, C: 6, N: 6 }],
    [" Na0.5 K.5 Cl ", { Na: 0.5, K: 0.5, Cl: 1 }],
    ["Co", { Co: 1 }],
    ["CO", { C: 1, O: 1 }],
    ["D2O", { D: 2, O: 1 }],
    ["HOH", { H: 2, O: 1 }],
  ])("reads %s", (text, composition) => {
    expect(parseFormula(text)).toEqual(composition);
  });

  it.each([
    ["", 1],
    ["Ca(OH", 3],
    ["CaOH)2", 5],
    ["Ca(OH]2", 6],
    ["Ca()2", 3],
    ["Na0Cl", 3],
    ["Fe3+", 4],
    ["na", 1],
    ["NaCl·", 5],
    ["Na·Cl2(", 7],
  ])("refuses %p at column %d", (text, column) => {
    expect(() => parseFormula(text)).toThrow(
      expect.objectContaining({
        code: "CRYSTAL_INVALID_FORMULA",
        data: { formula: text, column },
      }),
    );
  });

  it("names an unknown element and its column", () => {
    expect(() => parseFormula("NaXx2")).toThrow(
      expect.objectContaining({
        code: "CRYSTAL_UNKNOWN_ELEMENT",
        data: { formula: "NaXx2", element: "Xx", column: 3 },
      }),
    );
  });

  it("throws nothing but its own error on any text", () => {
    const anyText = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom("Na", "O", "(", ")", "[", "]", "2", "0.5", ".", "·", " ", "x"))
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          const amounts = Object.values(parseFormula(text));
          expect(amounts.length > 0 && amounts.every((amount) => amount > 0)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(CrystalError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
