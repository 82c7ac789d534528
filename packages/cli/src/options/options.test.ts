import { describe, expect, it } from "@jest/globals";
import { createIntegerParser } from "./createIntegerParser.ts";
import { createNumberParser } from "./createNumberParser.ts";
import { parseElementRange } from "./parseElementRange.ts";
import { parseNetworkSizes } from "./parseNetworkSizes.ts";

const refusal = { code: "commander.invalidArgument" };

describe("option parsers", () => {
  it("read whole numbers within their limits", () => {
    expect(createIntegerParser(1)("12")).toBe(12);
    expect(createIntegerParser(Number.MIN_SAFE_INTEGER)("-3")).toBe(-3);
    for (const text of ["0", "", "1.5", "1e3", "0x10", "99999999999999999", "9"]) {
      expect(() => createIntegerParser(1, 8)(text)).toThrow(expect.objectContaining(refusal));
    }
  });

  it("read numbers that are not negative", () => {
    expect(createNumberParser()("0")).toBe(0);
    expect(createNumberParser({ positive: true })("1e-3")).toBe(0.001);
    for (const text of ["-1", "", "x", "Infinity", "NaN"]) {
      expect(() => createNumberParser()(text)).toThrow(expect.objectContaining(refusal));
    }
    expect(() => createNumberParser({ positive: true })("0")).toThrow(
      expect.objectContaining(refusal),
    );
  });

  it("read one number of elements or a range", () => {
    expect(parseElementRange("3")).toEqual({ min: 3, max: 3 });
    expect(parseElementRange("1-3")).toEqual({ min: 1, max: 3 });
    for (const text of ["3-1", "0", "a", "1-", "1-65"]) {
      expect(() => parseElementRange(text)).toThrow(expect.objectContaining(refusal));
    }
  });

  it("read sizes of the network", () => {
    const text = '{"channels":[8],"hidden":16,"linearPath":false,"reconstructs":"all"}';
    expect(parseNetworkSizes(text)).toEqual(JSON.parse(text));
    const bad = ["[]", "{", '{"channels":[]}', '{"hidden":0}', '{"depth":2}', '{"taps":5}'];
    for (const json of bad) {
      expect(() => parseNetworkSizes(json)).toThrow(expect.objectContaining({ code: "CLI_USAGE" }));
    }
  });
});
