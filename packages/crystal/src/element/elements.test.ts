import { describe, expect, it } from "@jest/globals";
import { elementByNumber } from "./elementByNumber.ts";
import { elementBySymbol } from "./elementBySymbol.ts";
import { elements } from "./elements.ts";

describe("elements", () => {
  it("run from hydrogen to lawrencium by atomic number", () => {
    expect(elements).toHaveLength(103);
    expect(elements.map(({ number }) => number)).toEqual(
      Array.from({ length: 103 }, (_, index) => index + 1),
    );
    expect(new Set(elements.map(({ symbol }) => symbol)).size).toBe(103);
  });

  // Atkins and de Paula, Physical Chemistry, tables of atomic masses and Pauling electronegativities;
  // covalent radii from table 2 of Cordero et al., Dalton Trans. 2832 (2008).
  it.each([
    ["H", 1, 1.008, 2.2, 0.31, 1, 1, "s"],
    ["C", 6, 12.011, 2.55, 0.76, 14, 2, "p"],
    ["O", 8, 15.999, 3.44, 0.66, 16, 2, "p"],
    ["Na", 11, 22.99, 0.93, 1.66, 1, 3, "s"],
    ["Cl", 17, 35.45, 3.16, 1.02, 17, 3, "p"],
    ["Fe", 26, 55.845, 1.83, 1.32, 8, 4, "d"],
    ["Ba", 56, 137.33, 0.89, 2.15, 2, 6, "s"],
    ["Gd", 64, 157.25, 1.2, 1.96, 3, 6, "f"],
    ["U", 92, 238.03, 1.38, 1.96, 3, 7, "f"],
  ])("know %s from the literature", (symbol, number, mass, chi, radius, group, period, block) => {
    const element = elementBySymbol(symbol);
    expect(element).toMatchObject({ number, electronegativity: chi, group, period, block });
    expect(element.covalentRadius).toBeCloseTo(radius, 2);
    expect(element.mass).toBeCloseTo(mass, 2);
  });

  it("have no electronegativity only where Pauling's scale has none", () => {
    const without = elements.filter(({ electronegativity }) => electronegativity === undefined);
    expect(without.map(({ symbol }) => symbol)).toEqual(["He", "Ne", "Ar"]);
  });

  it("have covalent radii up to curium", () => {
    const without = elements.filter(({ covalentRadius }) => covalentRadius === undefined);
    expect(without.map(({ number }) => number)).toEqual([97, 98, 99, 100, 101, 102, 103]);
  });
});

describe("elementBySymbol", () => {
  it("knows deuterium and tritium as hydrogen with another mass", () => {
    expect(elementBySymbol("D")).toMatchObject({ number: 1, symbol: "D" });
    expect(elementBySymbol("D").mass).toBeCloseTo(2.014, 3);
    expect(elementBySymbol("T").mass).toBeCloseTo(3.016, 3);
  });

  it.each(["", "na", "NA", "Xx", "Rf", "constructor"])("refuses %p", (symbol) => {
    expect(() => elementBySymbol(symbol)).toThrow(
      expect.objectContaining({ code: "CRYSTAL_UNKNOWN_ELEMENT", data: { element: symbol } }),
    );
  });
});

describe("elementByNumber", () => {
  it("finds the first and the last", () => {
    expect(elementByNumber(1).symbol).toBe("H");
    expect(elementByNumber(103).symbol).toBe("Lr");
  });

  it.each([0, 104, -1, 1.5, NaN])("refuses %p", (number) => {
    expect(() => elementByNumber(number)).toThrow(
      expect.objectContaining({ code: "CRYSTAL_UNKNOWN_ELEMENT" }),
    );
  });
});
