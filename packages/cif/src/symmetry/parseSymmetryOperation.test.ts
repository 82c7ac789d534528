import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { CifError } from "../cifError.ts";
import { parseSymmetryOperation } from "./parseSymmetryOperation.ts";

const identity = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

describe("parseSymmetryOperation", () => {
  it.each([
    "x,y,z",
    "+X, +Y, +Z",
    " x , y , z ",
    "1x, 1*y, z/1",
    "x,y,z,+1",
    "x,y,z,-1",
    "-y+x+y,y,2z-z",
  ])("reads %j as the identity", (text) => {
    const { rotation, translation } = parseSymmetryOperation(text);
    expect(rotation).toEqual(identity);
    expect(translation).toEqual([0, 0, 0]);
  });

  it.each([
    ["0.5+x, y, z"],
    ["x+1/2,y,z"],
    ["1/2+X,Y,Z"],
    [".5 + x,y,z"],
    ["x + 2/4,y,z"],
    ["+1/2+x,y,z"],
    ["x+1.0/2.0, y, z"],
  ])("reads %j as half a translation along a", (text) => {
    const { rotation, translation } = parseSymmetryOperation(text);
    expect(rotation).toEqual(identity);
    expect(translation).toEqual([0.5, 0, 0]);
  });

  it("reads operators of a trigonal group, and makes rounded thirds exact", () => {
    const { rotation, translation } = parseSymmetryOperation("-y+.3333, x-y+0.667, 0.16667-z");
    expect(rotation).toEqual([
      [0, -1, 0],
      [1, -1, 0],
      [0, 0, -1],
    ]);
    expect(translation).toEqual([1 / 3, 2 / 3, 1 / 6]);
  });

  it("leaves translations alone that are no rounded fraction", () => {
    expect(parseSymmetryOperation("x+0.2,y+1/5,z+1/7").translation).toEqual([0.2, 0.2, 1 / 7]);
  });

  it.each([
    "",
    "x",
    "x,y",
    "x,y,",
    "x,y,z,",
    "x,y,z,x",
    "x,y,z;",
    "x y,y,z",
    "x,,z",
    "x+,y,z",
    "a,b,c",
    "1/0,y,z",
    "x/0,y,z",
    "1..2+x,y,z",
    "x,y,z".repeat(100),
  ])("refuses %j with the column", (text) => {
    expect(() => parseSymmetryOperation(text)).toThrow(
      expect.objectContaining({
        code: "CIF_INVALID_OPERATOR",
        column: expect.any(Number) as unknown as number,
      }),
    );
  });

  it("never throws anything but CifError", () => {
    const operatorLike = fc.string({
      unit: fc.constantFrom(..."xyzXYZ+-*/,.0123456789 _".split("")),
      maxLength: 40,
    });
    fc.assert(
      fc.property(operatorLike, (text) => {
        try {
          const { rotation, translation } = parseSymmetryOperation(text);
          expect([...rotation.flat(), ...translation].every(Number.isFinite)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(CifError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
