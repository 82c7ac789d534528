import { createLattice, createSite, createStructure, type Structure } from "@ftcp/crystal";
import {
  createLayout,
  featurize,
  featurizeInto,
  propertyVector,
  rowOf,
  structureFactors,
  toNdarray,
} from "@ftcp/featurize";
import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import * as fc from "fast-check";

import { perovskite, rockSalt, structures } from "./structures.ts";

/** The rows of layout ftcp, the crystal as given. */
const given = createLayout({ cell: "given", siteOrder: "given" });
const ftcp = createLayout({ name: "ftcp" });
const lattice = createLattice({ a: 3, b: 4, c: 5, alpha: 80, beta: 90, gamma: 100 });

describe("featurize, the crystal as given", () => {
  it("writes the rows of rock salt as counted by hand", () => {
    const view = toNdarray(featurize(rockSalt, given));
    expect(view.shape).toEqual([1, 304, 92]);
    const row = (index: number): number[] =>
      Array.from({ length: 5 }, (_, c) => view.get(0, index, c));
    expect(row(10)).toEqual([1, 0, 0, 0, 0]); // slot 0 is Na
    expect(row(16)).toEqual([0, 1, 0, 0, 0]); // slot 1 is Cl
    expect(row(103)).toEqual([0, 0, 1, 0, 0]); // slot 2 is empty
    expectClose(row(104), [5.64, 5.64, 5.64, 0, 0]);
    expect(row(105)).toEqual([90, 90, 90, 0, 0]);
    expect(row(106 + 3)).toEqual([0.5, 0.5, 0, 0, 0]);
    expect(row(126 + 3)).toEqual([1, 0, 0, 0, 0]);
    expect(row(126 + 4)).toEqual([0, 1, 0, 0, 0]);
    expect(row(126 + 8)).toEqual([0, 0, 0, 1, 0]); // no ninth site
    expect(row(146 + 1)).toEqual([1, 0, 0, 0, 0]); // Na is in group 1
    expect(row(146 + 17)).toEqual([0, 1, 0, 0, 0]); // Cl is in group 17
    expect(row(146 + 19 + 2)).toEqual([1, 1, 0, 0, 0]); // both are in period 3
    expect(row(303)).toEqual([0, 0, 0, 0, 0]);
    // F(000) counts atoms; (200) has all in phase; (111) has 4 Na against 4 Cl; (100) is extinct.
    const at = (h: number, k: number, l: number, bit: number): number =>
      view.get(0, rowOf(given, { block: "structureFactors", plane: [h, k, l], part: "real" }), bit);
    expectClose([at(0, 0, 0, 1), at(0, 0, 0, 17), at(0, 0, 0, 21)], [4, 4, 8]);
    expectClose([at(2, 0, 0, 1), at(2, 0, 0, 21)], [4, 8]);
    expectClose([at(1, 1, 1, 1), at(1, 1, 1, 17), at(1, 1, 1, 21)], [4, -4, 0], { atol: 1e-6 });
    expectClose([at(1, 0, 0, 1), at(1, 0, 0, 17)], [0, 0], { atol: 1e-6 });
  });

  it("keeps the order of sites and gives slots to elements as they appear", () => {
    const view = toNdarray(featurize(perovskite, given));
    expect([view.get(0, 7, 0), view.get(0, 19, 1), view.get(0, 21, 2)]).toEqual([1, 1, 1]);
  });

  it("holds Eq. 1 for all planes and bits", () => {
    fc.assert(
      fc.property(structures, (structure) => {
        const { data } = featurize(structure, given);
        const vectors = new Map(
          structure.sites.map(({ species: [first] }) => {
            const element = first?.element ?? "";
            return [element, propertyVector(element)];
          }),
        );
        const { real, imaginary } = structureFactors(
          {
            positions: structure.sites.map((site) => site.fractional),
            weights: structure.sites.map(
              (site) => vectors.get(site.species[0]?.element ?? "") ?? [],
            ),
          },
          given.planes,
        );
        const expected = given.planes.flatMap((_, plane) => [
          ...real.subarray(plane * 92, plane * 92 + 92),
          ...(plane === 0 ? [] : imaginary.subarray(plane * 92, plane * 92 + 92)),
        ]);
        // float32 rounds numbers up to 20 by at most 1e-6
        expectClose(data.subarray(238 * 92, 301 * 92), expected, { atol: 1e-6 });
      }),
      { numRuns: 20 },
    );
  });

  it("counts deuterium as hydrogen and drops charges", () => {
    const heavy = createStructure(
      lattice,
      ["D", "O"],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
      ],
    );
    const light = createStructure(
      lattice,
      ["H", "O"],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
      ],
    );
    const charged: Structure = {
      lattice,
      sites: [
        createSite([{ element: "H", occupancy: 1, charge: 1 }], [0, 0, 0]),
        createSite([{ element: "O", occupancy: 1, charge: -2 }], [0.5, 0.5, 0.5]),
      ],
    };
    for (const layout of [given, ftcp]) {
      expect(featurize(heavy, layout)).toEqual(featurize(light, layout));
      expect(featurize(charged, layout)).toEqual(featurize(light, layout));
    }
  });

  it("writes 0 for a coordinate that float32 would round up to 1", () => {
    const structure = createStructure(lattice, ["O"], [[0.99999999999, 0, 0]]);
    expect(featurize(structure, given).data[106 * 92]).toBe(0);
  });
});

describe("featurize, layout ftcp", () => {
  it("orders slots by electronegativity: Ca, Ti, O", () => {
    const view = toNdarray(featurize(perovskite, ftcp));
    expect([view.get(0, 19, 0), view.get(0, 21, 1), view.get(0, 7, 2)]).toEqual([1, 1, 1]);
  });

  it("puts elements without electronegativity last", () => {
    const structure = createStructure(
      lattice,
      ["Ne", "F"],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
      ],
    );
    const view = toNdarray(featurize(structure, ftcp));
    expect([view.get(0, 8, 0), view.get(0, 9, 1)]).toEqual([1, 1]);
  });

  it("does not depend on the order of sites", () => {
    fc.assert(
      fc.property(structures, fc.infiniteStream(fc.nat()), (structure, keys) => {
        const sites = structure.sites
          .map((site) => ({ site, key: keys.next().value as number }))
          .sort((left, right) => left.key - right.key)
          .map(({ site }) => site);
        const one = featurize(structure, ftcp).data;
        const two = featurize({ lattice: structure.lattice, sites }, ftcp).data;
        expectClose(two, one, { rtol: 1e-6, atol: 1e-5 });
      }),
      { numRuns: 30 },
    );
  });
});

describe("featurize on crystals that do not fit", () => {
  const many = (count: number, elements: readonly string[]): Structure =>
    createStructure(
      lattice,
      Array.from({ length: count }, (_, index) => elements[index % elements.length] ?? ""),
      Array.from({ length: count }, (_, index) => [index / count, 0, 0]),
    );
  const cases: [string, Structure, object][] = [
    ["FEATURIZE_TOO_MANY_SITES", many(21, ["O"]), { count: 21, limit: 20 }],
    ["FEATURIZE_TOO_MANY_ELEMENTS", many(4, ["O", "H", "C", "N"]), { count: 4, limit: 3 }],
    ["FEATURIZE_EMPTY_CRYSTAL", { lattice, sites: [] }, {}],
    [
      "FEATURIZE_DISORDERED_SITE",
      {
        lattice,
        sites: [
          createSite("O", [0, 0, 0]),
          createSite([{ element: "Na", occupancy: 0.5 }], [0, 0, 0]),
        ],
      },
      { site: 1 },
    ],
    [
      "FEATURIZE_DISORDERED_SITE",
      {
        lattice,
        sites: [
          createSite(
            [
              { element: "Na", occupancy: 0.5 },
              { element: "K", occupancy: 0.5 },
            ],
            [0, 0, 0],
          ),
        ],
      },
      { site: 0 },
    ],
    [
      "FEATURIZE_UNKNOWN_PROPERTY",
      { lattice, sites: [{ species: [{ element: "Rf", occupancy: 1 }], fractional: [0, 0, 0] }] },
      { element: "Rf" },
    ],
    [
      "FEATURIZE_NOT_FINITE",
      { lattice, sites: [{ ...createSite("O", [0, 0, 0]), fractional: [0, Number.NaN, 0] }] },
      { site: 0 },
    ],
    [
      "FEATURIZE_NOT_FINITE",
      { lattice: { ...lattice, a: Infinity }, sites: [createSite("O", [0, 0, 0])] },
      {},
    ],
  ];

  it.each(cases)("throws %s and leaves the target as it was", (code, structure, data) => {
    for (const layout of [given, ftcp]) {
      const target = new Float32Array(304 * 92).fill(7);
      expect(() => {
        featurizeInto(structure, layout, target);
      }).toThrow(expect.objectContaining({ code, data }));
      expect(target.every((value) => value === 7)).toBe(true);
    }
  });

  it("does not change its input", () => {
    const frozen: Structure = JSON.parse(JSON.stringify(perovskite)) as Structure;
    Object.values(frozen.sites).forEach(Object.freeze);
    Object.freeze(frozen.sites);
    featurize(Object.freeze(frozen), ftcp);
    expect(frozen).toEqual(perovskite);
  });
});

describe("featurizeInto", () => {
  it("fills its own part of a batch and nothing else", () => {
    const size = 304 * 92;
    const batch = new Float32Array(3 * size).fill(7);
    featurizeInto(rockSalt, given, batch, size);
    expect(batch.subarray(0, size).every((value) => value === 7)).toBe(true);
    expect(batch.subarray(size, 2 * size)).toEqual(featurize(rockSalt, given).data);
    expect(batch.subarray(2 * size).every((value) => value === 7)).toBe(true);
  });

  it("refuses a place outside the target", () => {
    const batch = new Float32Array(304 * 92);
    for (const offset of [-1, 1, 0.5, Number.NaN]) {
      expect(() => {
        featurizeInto(rockSalt, given, batch, offset);
      }).toThrow(RangeError);
    }
  });
});
