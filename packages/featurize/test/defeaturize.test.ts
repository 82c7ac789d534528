import { canonicalizeStructure, siteElement } from "@ftcp/crystal";
import {
  createLayout,
  defeaturize,
  featurize,
  rowOf,
  type DefeaturizeResult,
  type FtcpTensor,
} from "@ftcp/featurize";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";

import { expectSameCrystal } from "./expectSameCrystal.ts";
import { perovskite, rockSalt, structures } from "./structures.ts";

/** The rows of layout ftcp, the crystal as given. */
const given = createLayout({ cell: "given", siteOrder: "given" });
const ftcp = createLayout({ name: "ftcp" });

/** A copy of a tensor with one entry changed. */
function changed(
  tensor: FtcpTensor,
  ...entries: [row: number, column: number, value: number][]
): FtcpTensor {
  const data = tensor.data.slice();
  for (const [row, column, value] of entries) data[row * 92 + column] = value;
  return { data, shape: tensor.shape };
}

/** Deterministic noise between -amplitude and amplitude (Park and Miller's generator). */
function noisy(tensor: FtcpTensor, amplitude: number, seed: number): FtcpTensor {
  let state = seed + 1;
  return {
    data: tensor.data.map((value) => {
      state = (state * 48_271) % 2_147_483_647;
      return value + amplitude * ((2 * state) / 2_147_483_647 - 1);
    }),
    shape: tensor.shape,
  };
}

/** Issues other than that the crystal itself, made at random, has two sites in one place. */
function decoding(result: DefeaturizeResult | undefined) {
  return result?.issues.filter(({ kind }) => kind !== "coincident-sites");
}

function only(tensor: FtcpTensor) {
  const [result, ...rest] = defeaturize(tensor, given);
  if (result === undefined) throw new Error("no result");
  expect(rest).toEqual([]);
  return result;
}

describe("defeaturize on clean tensors", () => {
  it("gives the input back where the layout takes it as given", () => {
    fc.assert(
      fc.property(structures, (structure) => {
        const result = only(featurize(structure, given));
        expect(result).toMatchObject({ ok: true, confidence: 1 });
        expect(decoding(result)).toEqual([]);
        if (result.ok) expectSameCrystal(result.value, structure);
      }),
    );
  });

  it("gives the canonical form back in layout ftcp", () => {
    fc.assert(
      fc.property(structures, (structure) => {
        const [result] = defeaturize(featurize(structure, ftcp), ftcp);
        expect(result).toMatchObject({ ok: true, confidence: 1 });
        expect(decoding(result)).toEqual([]);
        if (result?.ok) expectSameCrystal(result.value, canonicalizeStructure(structure));
      }),
      { numRuns: 50 },
    );
  });

  it("reads a batch in order", () => {
    const data = new Float32Array(2 * 304 * 92);
    data.set(featurize(rockSalt, given).data);
    data.set(featurize(perovskite, given).data, 304 * 92);
    const results = defeaturize({ data, shape: [2, 304, 92] }, given);
    expect(results.map((result) => (result.ok ? result.value.sites.length : 0))).toEqual([8, 5]);
  });

  it("keeps hydrogen apart from empty", () => {
    const hydride = { ...rockSalt, sites: rockSalt.sites.map((site) => ({ ...site })) };
    const lithiumHydride = {
      lattice: hydride.lattice,
      sites: hydride.sites.map(({ fractional }, index) => ({
        species: [{ element: index < 4 ? "Li" : "H", occupancy: 1 }],
        fractional,
      })),
    };
    const result = only(featurize(lithiumHydride, given));
    expect(result.ok && result.value.sites.map(siteElement)).toEqual([
      ...Array<string>(4).fill("Li"),
      ...Array<string>(4).fill("H"),
    ]);
  });
});

describe("defeaturize on noisy tensors", () => {
  it("still finds elements and sites, and its confidence tells how nearly it failed", () => {
    for (let seed = 0; seed < 20; seed++) {
      const result = only(noisy(featurize(perovskite, given), 0.3, seed));
      if (!result.ok) throw result.error;
      expect(result.value.sites.map(siteElement)).toEqual(["O", "Ca", "O", "Ti", "O"]);
      expect(result.confidence).toBeGreaterThan(0.3);
      expect(result.confidence).toBeLessThan(1);
      for (const { fractional } of result.value.sites) {
        expect(fractional.every((x) => x >= 0 && x < 1)).toBe(true);
      }
    }
  });

  it("never throws, whatever the numbers", () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(0, 1, 10, 1e30, Infinity), (seed, amplitude) => {
        for (const result of defeaturize(
          noisy(featurize(rockSalt, given), amplitude, seed),
          given,
        )) {
          if (result.ok) expect(result.value.sites.length).toBeGreaterThan(0);
          else expect(result.error.code).toMatch(/^FEATURIZE_/);
        }
      }),
      { numRuns: 30 },
    );
  });

  const clean = featurize(rockSalt, given);

  it("wraps coordinates, tiny negative ones too", () => {
    const result = only(changed(clean, [106, 0, -0.25], [106, 1, 3.5], [106, 2, -1e-30]));
    expect(result.ok && result.value.sites[0]?.fractional).toEqual([0.75, 0.5, 0]);
  });

  it("sends a site in an empty slot to its next choice and says so", () => {
    const result = only(changed(clean, [126, 0, 0.4], [126, 2, 0.9]));
    expect(result.ok && result.value.sites.map(siteElement)[0]).toBe("Na");
    expect(result).toMatchObject({
      confidence: 0,
      issues: [{ kind: "site-in-empty-slot", site: 0, slot: 2 }],
    });
  });

  it("drops such a site when its next choice is empty", () => {
    const result = only(changed(clean, [126, 0, 0.1], [126, 2, 0.9], [126, 3, 0.4]));
    expect(result.ok && result.value.sites).toHaveLength(7);
  });

  it("reports an element that no site holds and leaves it out", () => {
    const result = only(changed(clean, [103, 2, 0], [25, 2, 1]));
    expect(result.ok && result.value.sites).toHaveLength(8);
    expect(result.issues).toEqual([{ kind: "unused-slot", slot: 2, element: "Fe" }]);
  });

  it("reports an element that stands in two slots", () => {
    const result = only(changed(clean, [16, 1, 0], [10, 1, 1]));
    expect(result.ok && new Set(result.value.sites.map(siteElement))).toEqual(new Set(["Na"]));
    expect(result.issues).toEqual([{ kind: "repeated-element", slot: 1, element: "Na" }]);
  });

  it("has confidence 0 in a tie and takes the first", () => {
    const result = only(changed(clean, [126, 1, 1]));
    expect(result.confidence).toBe(0);
    expect(result.ok && result.value.sites.map(siteElement)[0]).toBe("Na");
  });

  it("finds no crystal where all sites or all slots are empty", () => {
    const empty = rowOf(given, { block: "elements", element: "empty" });
    const noElement = only(changed(clean, [empty, 0, 2], [empty, 1, 2]));
    expect(!noElement.ok && noElement.error.code).toBe("FEATURIZE_EMPTY_CRYSTAL");
    const noSite = only(
      changed(
        clean,
        ...Array.from({ length: 8 }, (_, site): [number, number, number] => [126 + site, 3, 2]),
      ),
    );
    expect(!noSite.ok && noSite.error.code).toBe("FEATURIZE_EMPTY_CRYSTAL");
    expect(noSite.issues).toHaveLength(2);
  });

  it.each<[string, [number, number, number]]>([
    ["FEATURIZE_INVALID_CELL", [104, 0, 0]],
    ["FEATURIZE_INVALID_CELL", [104, 1, -3]],
    ["FEATURIZE_INVALID_CELL", [105, 0, 180]],
    ["FEATURIZE_INVALID_CELL", [105, 2, 0]],
    ["FEATURIZE_NOT_FINITE", [104, 2, Number.NaN]],
    ["FEATURIZE_NOT_FINITE", [107, 1, Infinity]],
    ["FEATURIZE_NOT_FINITE", [50, 1, Number.NaN]],
    ["FEATURIZE_NOT_FINITE", [130, 2, Number.NaN]],
  ])("reports %s for entry %j and reads the rest of the batch", (code, entry) => {
    const bad = changed(clean, entry);
    const data = new Float32Array(2 * 304 * 92);
    data.set(bad.data);
    data.set(clean.data, 304 * 92);
    const [first, second] = defeaturize({ data, shape: [2, 304, 92] }, given);
    expect(first?.ok === false && first.error).toMatchObject({ code, data: { crystal: 0 } });
    expect(second?.ok).toBe(true);
  });

  it("finds no cell where each angle is possible but the three do not close", () => {
    const result = only(changed(clean, [105, 0, 30], [105, 1, 30], [105, 2, 90]));
    expect(!result.ok && result.error).toMatchObject({
      code: "FEATURIZE_INVALID_CELL",
      cause: { code: "CRYSTAL_INVALID_LATTICE" },
    });
  });

  it("does not read what is not needed: unused sites, properties, structure factors", () => {
    const nan = Number.NaN;
    const result = only(changed(clean, [120, 0, nan], [150, 0, nan], [260, 5, nan], [303, 0, nan]));
    expect(result.ok).toBe(true);
  });

  it("refuses a tensor of another layout", () => {
    expect(() => defeaturize(clean, createLayout({ maxSites: 40 }))).toThrow(
      expect.objectContaining({ code: "FEATURIZE_SHAPE_MISMATCH" }),
    );
    expect(() => defeaturize({ data: clean.data, shape: [2, 304, 92] }, given)).toThrow(
      expect.objectContaining({ code: "FEATURIZE_SHAPE_MISMATCH" }),
    );
  });
});
