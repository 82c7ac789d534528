import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import type { Structure } from "@ftcp/crystal";
import { createLayout, defeaturize, featurize, planesOf, type FtcpLayout } from "@ftcp/featurize";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { sharedData } from "@ftcp/testing";

import { sharedCrystals } from "./sharedCrystals.ts";

/** A line of `golden-reference-ftcp.jsonl.gz`. */
interface GoldenTensor {
  readonly material_id: string;
  readonly maxElements: number;
  readonly maxSites: number;
  readonly shape: readonly [rows: number, columns: number];
  readonly data: readonly number[];
  readonly hkl: readonly number[];
  readonly siteOrderChanged: boolean;
  readonly maxCoordinateChangeByPymatgen: number;
  readonly edgeCase: string | null;
}

const shared = sharedData();
const describeShared = shared === undefined ? describe.skip : describe;

describeShared("layout reference against the Python reference (needs ../shared)", () => {
  const golden: GoldenTensor[] = [];
  const structures = new Map<string, Structure>();

  beforeAll(async () => {
    const path = join(shared ?? "", "golden-reference-ftcp.jsonl.gz");
    const lines = gunzipSync(readFileSync(path)).toString("utf8").trim().split("\n");
    golden.push(...lines.map((line) => JSON.parse(line) as GoldenTensor));
    const wanted = new Set(golden.map(({ material_id }) => material_id));
    for await (const { id, structure } of sharedCrystals(shared ?? "", 4, 40, 1, wanted)) {
      structures.set(id, structure);
    }
  }, 60_000);

  /** Largest difference to the golden numbers; float32 alone makes 8e-6 of a number above 128. */
  function difference(expected: GoldenTensor, layout: FtcpLayout): number {
    const structure = structures.get(expected.material_id);
    if (structure === undefined) throw new Error(`${expected.material_id} is not in the dataset`);
    const { data } = featurize(structure, layout);
    let largest = 0;
    for (let at = 0; at < data.length; at++) {
      const value = expected.data[at] ?? 0; // the reference pads later, with zeros
      const error = Math.abs((data[at] ?? Number.NaN) - value);
      if (!(error <= largest)) largest = error;
    }
    return largest;
  }

  const layoutOf = ({ maxElements, maxSites }: GoldenTensor): FtcpLayout =>
    createLayout({ name: "reference", maxElements, maxSites });

  it("gives every number of all 176 crystals to 1e-5, edge cases included", () => {
    expect(golden).toHaveLength(176);
    const failures = golden
      .map((expected) => {
        const layout = layoutOf(expected);
        expect([layout.padding.start, layout.columns]).toEqual(expected.shape);
        return { id: expected.material_id, error: difference(expected, layout) };
      })
      .filter(({ error }) => !(error <= 1e-5));
    expect(failures).toEqual([]);
  });

  it("has the planes of each crystal: ten have a short axis and other planes", () => {
    let unusual = 0;
    for (const expected of golden) {
      const layout = layoutOf(expected);
      const structure = structures.get(expected.material_id);
      if (structure === undefined) continue;
      const planes = planesOf(structure.lattice, layout);
      expect(planes.flat()).toEqual(expected.hkl);
      if (planes !== layout.planes) unusual++;
    }
    expect(unusual).toBe(10);
  });

  it("needs both habits of pymatgen: without the order of sites or the snapping some differ", () => {
    const count = (options: object): number =>
      golden.filter((expected) => {
        const { maxElements, maxSites } = expected;
        const layout = createLayout({ name: "reference", maxElements, maxSites, ...options });
        return !(difference(expected, layout) <= 1e-5);
      }).length;
    expect(count({ siteOrder: "given" })).toBe(
      golden.filter(({ siteOrderChanged }) => siteOrderChanged).length,
    );
    expect(count({ snapThirds: false })).toBeGreaterThan(0);
  });

  it("comes back: all elements and coordinates to what pymatgen changed", () => {
    for (const expected of golden) {
      const layout = layoutOf(expected);
      const structure = structures.get(expected.material_id);
      if (structure === undefined) continue;
      const [result] = defeaturize(featurize(structure, layout), layout);
      expect(result).toMatchObject({ ok: true, confidence: 1, issues: [] });
      if (result?.ok !== true) continue;
      const symbols = (given: Structure): string[] =>
        given.sites.map(({ species }) => species[0]?.element ?? "").sort();
      expect(symbols(result.value)).toEqual(symbols(structure));
      for (const key of ["a", "b", "c", "alpha", "beta", "gamma"] as const) {
        const error = Math.abs(result.value.lattice[key] / structure.lattice[key] - 1);
        expect(error).toBeLessThan(1e-6);
      }
      // Each site has one of the input in its place.
      for (const { fractional, species } of result.value.sites) {
        const found = structure.sites.some(
          (site) =>
            site.species[0]?.element === species[0]?.element &&
            site.fractional.every((x, axis) => {
              const shift = x - (fractional[axis] ?? 0);
              const error = Math.abs(shift - Math.round(shift));
              return error <= expected.maxCoordinateChangeByPymatgen + 1e-6;
            }),
        );
        expect(found).toBe(true);
      }
    }
  });
});
