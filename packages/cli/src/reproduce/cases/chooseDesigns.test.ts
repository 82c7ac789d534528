import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure } from "@ftcp/crystal";
import { parseTarget, type Design } from "@ftcp/sampling";
import { chooseDesigns } from "./chooseDesigns.ts";

const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });

function design(formula: string): Design {
  const elements = formula.match(/[A-Z][a-z]?/gu) ?? [];
  const sites = elements.map((_, i) => [i / 4, 0, 0] as const);
  return { formula, structure: createStructure(lattice, elements, sites) } as unknown as Design;
}

const gaps = (...values: number[]): Readonly<Record<string, number>>[] =>
  values.map((value) => ({ band_gap: value }));
const targets = [parseTarget("band_gap=1.5")];
const choose = (
  formulas: readonly string[],
  opinions: readonly ReturnType<typeof gaps>[],
  count: number,
): readonly string[] =>
  chooseDesigns(formulas.map(design), opinions, targets, {}, count).map(
    (chosen) => chosen.design.formula,
  );

describe("chooseDesigns", () => {
  it("prefers designs of which all opinions are near the target to those right on average only", () => {
    const opinions = [gaps(0.5, 2.5), gaps(1.3, 1.3), gaps(1.5, 1.6), gaps(1.5)];
    expect(choose(["LiF", "NaF", "KF", "RbF"], opinions, 3)).toEqual(["RbF", "KF", "NaF"]);
  });

  it("takes the best one of several with the same elements", () => {
    const opinions = [gaps(1.3), gaps(1.4), gaps(2)];
    expect(choose(["LiF", "FLi", "NaF"], opinions, 3)).toEqual(["FLi", "NaF"]);
  });

  it("takes none of which nothing is said or known", () => {
    expect(choose(["LiF", "NaF"], [[], gaps(NaN)], 2)).toEqual([]);
  });
});
