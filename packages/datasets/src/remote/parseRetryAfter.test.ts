import { describe, expect, it } from "@jest/globals";
import { parseRetryAfter } from "./parseRetryAfter.ts";

describe("parseRetryAfter", () => {
  const now = Date.UTC(2026, 10, 22, 12, 0, 0);
  it.each([
    ["120", 120],
    ["0", 0],
    ["Sun, 22 Nov 2026 12:01:30 GMT", 90],
    ["Sun, 22 Nov 2026 11:00:00 GMT", 0],
    ["soon", undefined],
    ["-5", undefined],
    ["1e9", undefined],
    ["2026-11-22", undefined],
    [null, undefined],
  ])("reads %s", (header, seconds) => {
    expect(parseRetryAfter(header, now)).toBe(seconds);
  });
});
