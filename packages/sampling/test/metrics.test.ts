import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { createStructure, latticeFromMatrix } from "@ftcp/crystal";
import type { Matrix3, Structure, Vector3 } from "@ftcp/crystal";
import {
  evaluateGeneratedSet,
  measureCompositionalValidity,
  measureCoverage,
  measureNovelty,
  measureStructuralValidity,
  measureUniqueness,
  wassersteinDistance,
} from "@ftcp/sampling";
import type { CrystalFingerprint, GeneratedSetReport } from "@ftcp/sampling";
import { latticeVolume } from "@ftcp/crystal";
import fc from "fast-check";

interface PlainCrystal {
  readonly matrix: Matrix3;
  readonly elements: readonly string[];
  readonly fractional: readonly Vector3[];
}
interface GeneratedSet {
  readonly known: readonly PlainCrystal[];
  readonly generated: readonly (PlainCrystal | null)[];
  readonly reference: readonly PlainCrystal[];
  readonly cutoffs: { readonly structure: number; readonly composition: number };
  readonly structural: readonly boolean[];
  readonly compositional: readonly boolean[];
  readonly report: GeneratedSetReport;
  readonly wasserstein: readonly {
    readonly left: readonly number[];
    readonly right: readonly number[];
    readonly distance: number;
  }[];
}

// By tools/reference/sampling/make_generated_set.py: scipy, smact and pymatgen.
const golden = JSON.parse(
  readFileSync(new URL("fixtures/generatedSet.json", import.meta.url), "utf8"),
) as GeneratedSet;
const read = ({ matrix, elements, fractional }: PlainCrystal): Structure =>
  createStructure(latticeFromMatrix(matrix), elements, fractional);
const known = golden.known.map(read);
const reference = golden.reference.map(read);
const generated = golden.generated.map((crystal) => (crystal === null ? undefined : read(crystal)));
const atomicNumbers: Readonly<Record<string, number>> = {
  ...{ H: 1, Be: 4, B: 5, C: 6, N: 7, O: 8, F: 9, Na: 11, Mg: 12, Al: 13, Si: 14, P: 15, S: 16 },
  ...{ Cl: 17, K: 19, Ca: 20, Ti: 22, Fe: 26, Co: 27, Cu: 29, Zn: 30, Ga: 31, Ge: 32, As: 33 },
  ...{ Se: 34, Br: 35, Sr: 38, Zr: 40, Ag: 47, Cd: 48, I: 53, Cs: 55, Ba: 56, W: 74, Po: 84 },
};

/** The fingerprint of the script. */
function fingerprint(structure: Structure): CrystalFingerprint {
  const { a, b, c } = structure.lattice;
  const lengths = [a, b, c].sort((left, right) => left - right);
  const [shortest = 0, , longest = 0] = lengths;
  const symbols = structure.sites.map(({ species }) => species[0]?.element ?? "");
  const numbers = symbols.map((symbol) => atomicNumbers[symbol] ?? Number.NaN);
  const count = symbols.length;
  return {
    structure: [latticeVolume(structure.lattice) / count / 10, longest / shortest],
    composition: [numbers.reduce((sum, z) => sum + z, 0) / count, new Set(symbols).size],
  };
}

describe("metrics of a generated set", () => {
  it("are those of scipy, smact and pymatgen", async () => {
    const shares: number[] = [];
    const report = await evaluateGeneratedSet(generated, {
      ...{ reference, known, fingerprint, cutoffs: golden.cutoffs },
      predict: (structures) =>
        Promise.resolve(structures.map(({ lattice }) => latticeVolume(lattice))),
      onProgress: (share) => shares.push(share),
    });
    const flatten = (value: object, path = ""): [string, number][] =>
      Object.entries(value).flatMap(([key, item]: [string, unknown]) =>
        typeof item === "number"
          ? [[`${path}${key}`, item] as [string, number]]
          : flatten(item as object, `${path}${key}.`),
      );
    const computed = new Map(flatten(report));
    const expected = flatten(golden.report);
    expect([...computed.keys()].sort()).toEqual(expected.map(([key]) => key).sort());
    const unlike = expected.filter(([key, value]) => {
      // Masses are of other tables: densities agree to 1e-3.
      const tolerance = key === "distances.density" ? 1e-3 : 1e-9;
      return !(Math.abs((computed.get(key) ?? Number.NaN) - value) < tolerance);
    });
    expect(unlike).toEqual([]);
    expect(shares[0]).toBe(0);
    expect(shares.every((share) => share < 1)).toBe(true);
  });

  it("are the same one by one", () => {
    const { report } = golden;
    expect(measureStructuralValidity(generated)).toBeCloseTo(report.structuralValidity, 12);
    expect(measureCompositionalValidity(generated)).toBeCloseTo(report.compositionalValidity, 12);
    expect(measureUniqueness(generated, "structure")).toBeCloseTo(report.uniqueStructures, 12);
    expect(measureUniqueness(generated, "formula")).toBeCloseTo(report.uniqueFormulas, 12);
    expect(measureNovelty(generated, known, "structure")).toBeCloseTo(report.novelStructures, 12);
    expect(measureNovelty(generated, known, "formula")).toBeCloseTo(report.novelFormulas, 12);
    for (const [i, structure] of generated.entries()) {
      expect(measureStructuralValidity([structure])).toBe(Number(golden.structural[i]));
      expect(measureCompositionalValidity([structure])).toBe(Number(golden.compositional[i]));
    }
  });

  it("leave out what was not asked for, and end by the signal's reason", async () => {
    const report = await evaluateGeneratedSet([undefined], { reference, known });
    expect(report).toMatchObject({
      generated: 1,
      constructed: 0,
      validity: 0,
      coverage: undefined,
    });
    expect(report.distances).toEqual({ density: NaN, elements: NaN, property: undefined });
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(evaluateGeneratedSet(generated, { reference, known, signal })).rejects.toThrow(
      "enough",
    );
    await expect(evaluateGeneratedSet([], { reference: [], known })).rejects.toThrow(RangeError);
  });
});

describe("wassersteinDistance", () => {
  it("is that of scipy, also for samples of unlike size", () => {
    for (const { left, right, distance } of golden.wasserstein) {
      expect(wassersteinDistance(left, right)).toBeCloseTo(distance, 12);
    }
  });

  it("is a metric that follows shifts and scales", () => {
    const sample = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(sample, sample, sample, fc.integer({ min: -50, max: 50 }), (a, b, c, shift) => {
        const distance = wassersteinDistance(a, b);
        expect(wassersteinDistance(b, a)).toBeCloseTo(distance, 9);
        expect(wassersteinDistance(a, [...a].reverse())).toBe(0);
        const moved = a.map((x) => x + shift);
        expect(wassersteinDistance(a, moved)).toBeCloseTo(Math.abs(shift), 9);
        const around = wassersteinDistance(a, c) + wassersteinDistance(c, b);
        expect(distance).toBeLessThanOrEqual(around + 1e-9);
      }),
    );
  });

  it("is NaN with NaN and refuses no numbers and infinite ones", () => {
    expect(wassersteinDistance([1, NaN], [2])).toBeNaN();
    expect(() => wassersteinDistance([], [1])).toThrow(RangeError);
    expect(() => wassersteinDistance([1], [-Infinity])).toThrow(RangeError);
  });
});

describe("measureCoverage", () => {
  const point = (x: number, y: number): CrystalFingerprint => ({
    structure: [x],
    composition: [y],
  });

  it("takes the nearest by structure and by composition from any crystals, as CDVAE", () => {
    // Near by structure to the first, by composition to the second.
    const report = measureCoverage([point(0, 10)], [point(0, 0), point(10, 10)], {
      ...{ structure: 1, composition: 1 },
    });
    expect(report).toEqual({
      ...{ recall: 0, precision: 1 },
      ...{ recallDistances: [5, 5], precisionDistances: [0, 0] },
    });
  });

  it("counts what has no fingerprint among the generated, and refuses unlike lengths", () => {
    const cutoffs = { structure: 1, composition: 1 };
    expect(measureCoverage([point(0, 0), undefined], [point(0, 0)], cutoffs)).toMatchObject({
      ...{ recall: 1, precision: 0.5 },
    });
    const longer = { structure: [0, 0], composition: [0] };
    expect(() => measureCoverage([point(0, 0)], [longer], cutoffs)).toThrow(RangeError);
  });
});
