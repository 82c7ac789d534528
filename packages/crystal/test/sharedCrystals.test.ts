import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import {
  canonicalizeStructure,
  compareStructures,
  compositionOf,
  findNeighbors,
  latticeVolume,
  matchStructures,
  parseFormula,
  reducedFormula,
  shortestDistance,
} from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import { sharedData } from "@ftcp/testing";
import fc from "fast-check";
import { anyDisguise, disguise } from "./arbitraries.ts";
import { largestDifference } from "./largestDifference.ts";
import { readSharedCrystals, readSimpleCif } from "./readSharedCrystals.ts";

const folder = sharedData();
const describeShared = folder === undefined ? describe.skip : describe;

describeShared("real crystals (needs ../shared)", () => {
  const crystals = folder === undefined ? [] : readSharedCrystals(folder, 100);

  it("have the volume, formula and shortest distance of their labels", () => {
    expect(crystals.length).toBeGreaterThan(500);
    const wrong = crystals.filter(
      ({ structure, volume, reducedFormula: label, minimumDistance }) => {
        const formula = reducedFormula(compositionOf(structure));
        return (
          Math.abs(latticeVolume(structure.lattice) / volume - 1) > 1e-5 ||
          formula !== reducedFormula(parseFormula(label)) ||
          // The label counts pairs of sites only, so images of one site may be nearer.
          (minimumDistance !== null && shortestDistance(structure) > minimumDistance + 1e-4)
        );
      },
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it("have one canonical form, whatever their basis, origin and order", () => {
    const disguises = fc.sample(anyDisguise, { numRuns: 150, seed: 1 });
    const small = crystals.filter(({ structure }) => structure.sites.length <= 20);
    const wrong = small.slice(0, 150).filter(({ structure }, index) => {
      const how = disguises[index];
      if (how === undefined) return true;
      const canonical = canonicalizeStructure(structure);
      const other = canonicalizeStructure(disguise(structure, how));
      return !(
        largestDifference(other, canonical) < 1e-5 &&
        largestDifference(canonicalizeStructure(canonical), canonical) < 1e-5 &&
        sameDistances(canonical, structure)
      );
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it("match as pymatgen's StructureMatcher says in 99 % of 300 pairs, with its rms", () => {
    const pairs = gunzipSync(readFileSync(join(folder ?? "", "golden-structure-matcher.jsonl.gz")))
      .toString("utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as GoldenPair)
      .map((pair) => ({ ...pair, a: readSimpleCif(pair.a), b: readSimpleCif(pair.b) }));
    expect(pairs).toHaveLength(300);
    const loose = { lengthTolerance: 0.3, siteTolerance: 0.5, angleTolerance: 10 };
    for (const [name, tolerances] of [
      ["loose", loose],
      ["strict", {}],
    ] as const) {
      const disagreeing = pairs.filter(
        (pair) => compareStructures(pair.a, pair.b, tolerances) !== pair[name].match,
      );
      // In these pymatgen misses the primitive cell, or sees the match only in the other order.
      expect(disagreeing.length).toBeLessThanOrEqual(3);
      expect(disagreeing.every((pair) => !pair[name].match)).toBe(true);
      const measured = pairs.flatMap(({ a, b, [name]: { dist } }) => {
        const match = matchStructures(a, b, { ...tolerances, criterion: "rms" });
        return dist === undefined ? [] : [{ ours: match?.rms ?? NaN, theirs: dist.rms }];
      });
      const off = measured.filter(
        ({ ours, theirs }) => !(Math.abs(ours - theirs) <= 0.01 * theirs + 1e-5),
      );
      // In one of the loose pairs ours is the smaller.
      expect(measured.length).toBeGreaterThan(170);
      expect(off.length).toBeLessThanOrEqual(name === "loose" ? 1 : 0);
      expect(off.every(({ ours, theirs }) => ours < theirs)).toBe(true);
    }
  });
});

interface GoldenPair extends Verdicts {
  readonly a: string;
  readonly b: string;
}

interface Verdict {
  readonly match: boolean;
  readonly dist?: { readonly rms: number; readonly max: number };
}

interface Verdicts {
  readonly loose: Verdict;
  readonly strict: Verdict;
}

function sameDistances(left: Structure, right: Structure): boolean {
  const distances = (structure: Structure): readonly number[] =>
    findNeighbors(structure, 4)
      .map(({ distance }) => distance)
      .filter((distance) => distance < 4 - 1e-4)
      .toSorted((a, b) => a - b);
  const expected = distances(right);
  const actual = distances(left);
  return (
    actual.length === expected.length &&
    actual.every((distance, index) => Math.abs(distance - (expected[index] ?? NaN)) < 5e-5)
  );
}
