import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CrystalError } from "../crystalError.ts";
import { formatOperation } from "./formatOperation.ts";
import { parseHallSymbol } from "./parseHallSymbol.ts";

const textOf = (symbol: string): string[] => parseHallSymbol(symbol).map(formatOperation).sort();

function errorOf(symbol: string): CrystalError | undefined {
  try {
    parseHallSymbol(symbol);
  } catch (error) {
    if (error instanceof CrystalError) return error;
    throw error;
  }
  return undefined;
}

describe("parseHallSymbol", () => {
  it("gives P 1 21/c 1 as the International Tables print it", () => {
    expect(textOf("-P 2ybc")).toEqual(
      ["x,y,z", "-x,y+1/2,-z+1/2", "-x,-y,-z", "x,-y+1/2,z+1/2"].sort(),
    );
  });

  it("starts with the identity and has float64 thirds", () => {
    const operations = parseHallSymbol("P 31");
    expect(operations.map(formatOperation)).toEqual(["x,y,z", "-y,x-y,z+1/3", "-x+y,-x,z+2/3"]);
    expect(operations[1]?.translation).toEqual([0, 0, 1 / 3]);
  });

  it.each([
    ["-P 2ybc", "-p_2YBC"],
    ["-P 2ybc", "  -P   2ybc "],
    ['R 3 2"', "R 3 2''"],
    ['R 3 2"', "R 3 2="],
    ["P 2ac 2ab", "P2ac2ab"],
    ["P 61 2 (0 0 5)", "P 61 2(0,0,5)"],
    ["P 61 2 (0 0 5)", "P 61 2 (0 0 -7)"],
    ["P 61 2 (0 0 5)", "P 61 2 (x,y,z+5/12)"],
    ["P 2 (x,y,z+1/4)", "P 2 (X, Y, 0.25+Z)"],
  ])("reads %s and %s alike", (left, right) => {
    expect(textOf(right)).toEqual(textOf(left));
  });

  it("adds the lattice translations of a larger cell: P 4 in a doubled cell is C 4", () => {
    expect(textOf("P 4 2 (x/2+y/2,-x/2+y/2,z)")).toEqual(textOf("C 4 2"));
    expect(textOf("C 4 2 (x-y,x+y,z)")).toEqual(textOf("P 4 2"));
  });

  it("gives rhombohedral axes from hexagonal ones", () => {
    expect(textOf('R 3 2" (-y+z,x+z,-x+y+z)')).toEqual(textOf("P 3* 2"));
  });

  it.each([
    ["", 1],
    ["-", 2],
    ["Q 2", 1],
    ["P", 2],
    ["P 5", 3],
    ["P 22", 4],
    ["P 2xy", 5],
    ["P 2 3 ", 5],
    ["P 2 2 3 -1 -1", 12],
    ["P 2 (0 0", 5],
    ["P 2 (0 0)", 5],
    ["P 2 (0 0 1) 2", 13],
    ["P 4 (x/2,y,z", 5],
    ["P 2 (2x,y,z)", 5],
    ["P 2 (x,x,z)", 5],
    ["P 2 (x/5,y,z)", 5],
    // Quarter turns and hexagonal axes together generate no finite group.
    ["P 3 4x", 5],
    // The square of -x+1/4,... is a translation by half a lattice vector.
    ["P 2w", 3],
    ["C 3", 3],
    ['P 31"', 3],
    ["P 1x", 3],
    ["P 4'", 3],
    ["P 2 ".repeat(100), 201],
  ])("refuses %j at column %d", (symbol, column) => {
    const error = errorOf(symbol);
    expect(error?.code).toBe("CRYSTAL_INVALID_HALL_SYMBOL");
    expect(error?.data).toEqual({ symbol, column });
  });

  it("gives a bounded group or the error for any text", () => {
    const piece = fc.constantFrom(
      ...["-", " ", "_", "1", "2", "3", "4", "6", "x", "y", "z", "'", '"', "*", "=", "a", "b", "c"],
      ...[
        "n",
        "u",
        "v",
        "w",
        "d",
        "P",
        "F",
        "R",
        "(",
        ")",
        ",",
        "/",
        "(x-y,x+y,z)",
        "(0 0 1)",
        "I",
      ],
    );
    const symbols = fc.oneof(
      fc.array(piece, { maxLength: 14 }).map((pieces) => `P ${pieces.join("")}`),
      fc.string({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(symbols, (symbol) => {
        const error = errorOf(symbol);
        if (error === undefined) expect(parseHallSymbol(symbol).length).toBeLessThanOrEqual(3072);
        else expect(error.code).toBe("CRYSTAL_INVALID_HALL_SYMBOL");
      }),
      { numRuns: 3000 },
    );
  });
});
