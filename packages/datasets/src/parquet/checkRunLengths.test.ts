import { describe, expect, it } from "@jest/globals";
import { checkRunLengths } from "./checkRunLengths.ts";

const check = (bytes: number[], width: number, count: number): void => {
  checkRunLengths(Uint8Array.from(bytes), 0, bytes.length, width, count);
};

describe("checkRunLengths", () => {
  it("passes the runs of the format's own example: 0 to 7 in three packed bits, then eight times 4", () => {
    expect(() => {
      check([0x03, 0b10001000, 0b11000110, 0b11111010, 0x10, 0x04], 3, 16);
    }).not.toThrow();
  });

  it("throws where a run claims more values than a page can have, packed or not", () => {
    expect(() => {
      check([0xfe, 0xff, 0xff, 0xff, 0x0f, 1], 1, 10);
    }).toThrow("a run claims 2147483647 values");
    expect(() => {
      check([0xff, 0xff, 0xff, 0xff, 0x0f, 1], 1, 10);
    }).toThrow("a run claims");
    expect(() => {
      check([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f], 1, 10);
    }).toThrow("damaged");
  });

  it("looks no further than the values that are there", () => {
    expect(() => {
      check([0x14, 1, 0xfe, 0xff, 0xff, 0xff, 0x0f], 1, 10);
    }).not.toThrow();
  });
});
