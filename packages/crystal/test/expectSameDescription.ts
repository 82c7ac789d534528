import { expect } from "@jest/globals";
import type { Structure } from "@ftcp/crystal";
import { largestDifference } from "./largestDifference.ts";

/**
 * Asserts that two structures are the same text, as it were: same parameters (Å, degrees), same
 * species in the same order, same coordinates up to whole numbers.
 */
export function expectSameDescription(
  actual: Structure,
  expected: Structure,
  tolerance = 1e-6,
): void {
  expect(largestDifference(actual, expected)).toBeLessThan(tolerance);
}
