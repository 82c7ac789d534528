import { describe, expect, it } from "@jest/globals";
import { formatDuration } from "./formatDuration.ts";

describe("formatDuration", () => {
  it.each([
    [0, "0 s"],
    [59.4, "59 s"],
    [59.6, "1 min 00 s"],
    [200, "3 min 20 s"],
    [3599.7, "1 h 00 min"],
    [3900, "1 h 05 min"],
    [Infinity, "?"],
  ])("writes %d s as %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});
