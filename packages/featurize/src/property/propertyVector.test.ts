import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "@jest/globals";
import { sharedData } from "@ftcp/testing";

import { elementalProperties } from "./elementalProperties.ts";
import { propertyBlocks } from "./propertyBlocks.ts";
import { propertyVector } from "./propertyVector.ts";

const shared = sharedData();
const describeShared = shared === undefined ? describe.skip : describe;

/** Positions of the ones. */
function bits(element: string, unknown?: "zero"): number[] {
  return [...propertyVector(element, unknown)].flatMap((bit, index) => (bit === 1 ? [index] : []));
}

describe("propertyVector", () => {
  it("encodes sodium by hand: group 1, period 3, 0.93, 155 pm, 1 electron, 5.14 eV, 0.55 eV, s, 23.7", () => {
    // ln 5.139 = 1.637 -> bin 1; (0.548 + 3) / 0.67 = 5.3; ln 23.7 = 3.165 -> (3.165 - 1.5) / 0.28 = 5.9
    expect(bits("Na")).toEqual([1, 19 + 2, 26 + 1, 36 + 5, 46, 58 + 1, 68 + 5, 78, 82 + 5]);
  });

  it("leaves the block of an unknown property zero: neon has no electronegativity or affinity", () => {
    expect(bits("Ne")).toEqual([18, 20, 37, 53, 66, 79, 86]);
  });

  it("has at most one bit in each block", () => {
    for (const { symbol } of elementalProperties) {
      const vector = propertyVector(symbol, "zero");
      for (const { start, size } of propertyBlocks) {
        const ones = vector.subarray(start, start + size).reduce((sum, bit) => sum + bit, 0);
        expect(ones).toBeLessThanOrEqual(1);
      }
    }
  });

  it("knows Md, No and Lr by the same rules, as far as their properties are known", () => {
    expect(bits("Md", "zero")).toEqual([0, 25, 42, 47, 60, 81]);
    expect(bits("No", "zero")).toEqual([0, 25, 42, 47, 60, 81]);
    expect(bits("Lr", "zero")).toEqual([3, 25, 42, 48, 59, 80]);
  });

  it("names element and property when one of theirs is not known", () => {
    for (const element of ["Md", "No", "Lr"]) {
      expect(() => propertyVector(element)).toThrow(
        expect.objectContaining({
          code: "FEATURIZE_UNKNOWN_PROPERTY",
          data: { element, property: "electronegativity" },
        }),
      );
    }
  });

  it("counts deuterium and tritium as hydrogen", () => {
    expect(bits("D")).toEqual(bits("H"));
    expect(bits("T")).toEqual(bits("H"));
  });

  it("gives a copy, so that a caller cannot damage the table", () => {
    propertyVector("Na").fill(7);
    expect(Math.max(...propertyVector("Na"))).toBe(1);
  });

  it("refuses an element that the table lacks", () => {
    for (const element of ["Rf", "X", "", "na"]) {
      expect(() => propertyVector(element)).toThrow(
        expect.objectContaining({ code: "FEATURIZE_UNKNOWN_PROPERTY", data: { element } }),
      );
    }
  });
});

describeShared("propertyVector against CGCNN's own table (needs ../shared)", () => {
  it("equals it in every bit for all 100 elements that CGCNN has", () => {
    const table = JSON.parse(readFileSync(join(shared ?? "", "atom_init.json"), "utf8")) as Record<
      string,
      number[]
    >;
    expect(Object.keys(table)).toHaveLength(100);
    for (const [number, expected] of Object.entries(table)) {
      const element = elementalProperties[Number(number) - 1]?.symbol ?? "";
      expect([element, ...propertyVector(element)]).toEqual([element, ...expected]);
    }
  });
});
