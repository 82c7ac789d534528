import { readFileSync } from "node:fs";

import type { Vector3 } from "@ftcp/crystal";
import { structureFactors } from "@ftcp/featurize";
import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";

interface Fixture {
  readonly planes: readonly Vector3[];
  readonly crystals: readonly {
    readonly name: string;
    readonly positions: readonly Vector3[];
    readonly weights: readonly (readonly number[])[];
    readonly real: readonly (readonly number[])[];
    readonly imaginary: readonly (readonly number[])[];
  }[];
}

// Made with numpy in 80-bit floats by tools/reference/featurize/make_structure_factors.py.
const { planes, crystals } = JSON.parse(
  readFileSync(new URL("fixtures/structure-factors.json", import.meta.url), "utf8"),
) as Fixture;

describe.each(crystals)("F of $name against numpy", ({ positions, weights, real, imaginary }) => {
  const totals = [0, 1].map((column) =>
    weights.reduce((sum, row) => sum + Math.abs(row[column] ?? 0), 0),
  );

  it.each(["direct", "fft"] as const)("is exact to the bound stated, by %s", (method) => {
    // 200³ planes are too many for the default memory of the FFT.
    const list = method === "fft" ? planes.filter((plane) => Math.max(...plane) < 34) : planes;
    const result = structureFactors({ positions, weights }, list, { method });
    expect(result.errorBound).toBeLessThan(1e-12);
    list.forEach((plane, row) => {
      const at = planes.indexOf(plane);
      totals.forEach((total, column) => {
        const allowed = { rtol: 0, atol: result.errorBound * total };
        expectClose([result.real[2 * row + column] ?? NaN], [real[at]?.[column] ?? NaN], allowed);
        expectClose(
          [result.imaginary[2 * row + column] ?? NaN],
          [imaginary[at]?.[column] ?? NaN],
          allowed,
        );
      });
    });
  });
});
