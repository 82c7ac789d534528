import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import {
  compareStructures,
  createStructure,
  latticeFromMatrix,
  matchStructures,
} from "@ftcp/crystal";
import type { Matrix3, MatchOptions, Structure, Vector3 } from "@ftcp/crystal";
import { textbookCrystals, toStructure } from "./fixtures.ts";

interface Written {
  readonly matrix: Matrix3;
  readonly elements: readonly string[];
  readonly fractional: readonly Vector3[];
}

interface Verdict {
  readonly match: boolean;
  readonly reverse: boolean;
  readonly distance: readonly [number, number] | null;
}

interface Pair {
  readonly name: string;
  readonly left: Written;
  readonly right: Written;
  readonly options: {
    readonly primitive_cell?: boolean;
    readonly attempt_supercell?: boolean;
    readonly scale?: boolean;
  };
  readonly strict: Verdict;
  readonly loose: Verdict;
}

const { pairs, anonymous } = JSON.parse(
  readFileSync(new URL("fixtures/matches.json", import.meta.url), "utf8"),
) as { readonly pairs: readonly Pair[]; readonly anonymous: readonly [string, string][] };

const loose = { lengthTolerance: 0.3, siteTolerance: 0.5, angleTolerance: 10 };
const cases = pairs.map((pair) => ({
  ...pair,
  left: read(pair.left),
  right: read(pair.right),
  options: {
    primitive: pair.options.primitive_cell ?? true,
    attemptSupercell: pair.options.attempt_supercell ?? false,
    scale: pair.options.scale ?? true,
  },
}));

function read({ matrix, elements, fractional }: Written): Structure {
  return createStructure(latticeFromMatrix(matrix), elements, fractional);
}

describe("matching, beside pymatgen", () => {
  for (const [name, tolerances] of [
    ["strict", {}],
    ["loose", loose],
  ] as const) {
    it(`gives its verdict with ${name} tolerances, in either order`, () => {
      const wrong = cases.filter(({ left, right, options, [name]: verdict }) => {
        const settings: MatchOptions = { ...tolerances, ...options };
        // pymatgen's answer can depend on the order of the two; ours is the affirmative one.
        const expected = verdict.match || verdict.reverse;
        return (
          compareStructures(left, right, settings) !== expected ||
          compareStructures(right, left, settings) !== expected
        );
      });
      expect(wrong.map((pair) => pair.name)).toEqual([]);
    });

    it(`gives its rms distance within 1 % with ${name} tolerances`, () => {
      let compared = 0;
      const wrong = cases.filter(({ left, right, options, [name]: verdict }) => {
        if (verdict.distance === null) return false;
        compared++;
        const match = matchStructures(left, right, { ...tolerances, ...options, criterion: "rms" });
        const [rms, max] = verdict.distance;
        return !(
          Math.abs((match?.rms ?? NaN) - rms) <= 0.01 * rms + 1e-5 &&
          Math.abs((match?.max ?? NaN) - max) <= 0.02 * max + 1e-5
        );
      });
      expect(compared).toBeGreaterThan(50);
      expect(wrong.map((pair) => pair.name)).toEqual([]);
    });
  }

  it("finds the same crystals alike whatever their elements", () => {
    const small = textbookCrystals.filter(({ elements }) => elements.length <= 12);
    const found = small.flatMap((left, index) =>
      small
        .slice(index + 1)
        .filter((right) =>
          compareStructures(toStructure(left), toStructure(right), { sites: "anonymous" }),
        )
        .map((right) => [left.name, right.name]),
    );
    expect(found).toEqual(anonymous);
  });
});
