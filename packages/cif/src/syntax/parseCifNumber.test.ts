import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { parseCifNumber } from "./parseCifNumber.ts";

describe("parseCifNumber", () => {
  it.each([
    ["4", { value: 4 }],
    ["-0.5", { value: -0.5 }],
    ["+.5", { value: 0.5 }],
    ["5.", { value: 5 }],
    ["1.0e-1", { value: 0.1 }],
    ["2.5E+1", { value: 25 }],
    ["5.6402(2)", { value: 5.6402, uncertainty: 0.0002 }],
    ["90.(0)", { value: 90, uncertainty: 0 }],
    ["1234(12)", { value: 1234, uncertainty: 12 }],
    ["1.5e3(2)", { value: 1500, uncertainty: 200 }],
    ["-.123(45)", { value: -0.123, uncertainty: 0.045 }],
  ])("reads %s", (text, expected) => {
    expect(parseCifNumber(text)).toEqual(expected);
  });

  it.each([
    "",
    "?",
    ".",
    "+",
    "-",
    "e5",
    "1e",
    "1,5",
    "0x10",
    "1/2",
    "(2)",
    "1(a)",
    "1 2",
    "Infinity",
    "NaN",
    "1e999",
  ])("refuses %j", (text) => {
    expect(parseCifNumber(text)).toBeUndefined();
  });

  it("gives the nearest double, as Number does", () => {
    const decimals = fc
      .tuple(fc.constantFrom("", "-", "+"), fc.stringMatching(/^\d{1,12}(?:\.\d{0,12})?$/u))
      .map(([sign, digits]) => sign + digits);
    fc.assert(
      fc.property(decimals, (text) => {
        expect(parseCifNumber(text)?.value).toBe(Number(text));
      }),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(parseCifNumber(String(number))?.value).toBe(Number(String(number)));
      }),
    );
  });
});
