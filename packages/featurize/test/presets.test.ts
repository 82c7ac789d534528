import {
  canonicalizeStructure,
  createLattice,
  createStructure,
  siteElement,
  type Structure,
  type Vector3,
} from "@ftcp/crystal";
import {
  createLayout,
  createPropertyTable,
  defeaturize,
  featurize,
  FtcpScaler,
  millerPlanes,
  oneHotPropertyTable,
  placeOf,
  propertyVector,
  scalarPropertyTable,
  structureFactors,
  type FactorPart,
  type FtcpLayout,
  type FtcpTensor,
  type LayoutOptions,
} from "@ftcp/featurize";
import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import * as fc from "fast-check";

import { expectSameCrystal } from "./expectSameCrystal.ts";
import { redescribe } from "./redescribe.ts";
import { perovskite, rockSalt, structures } from "./structures.ts";

const paper = createLayout({ name: "paper" });
const reference = createLayout({ name: "reference" });
const cubic = (a: number) => createLattice({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 });

/** The entry of F for a plane, a part and a property. */
function factor(
  { data }: FtcpTensor,
  layout: FtcpLayout,
  plane: Vector3,
  part: FactorPart,
  bit: number,
): number {
  const { row, column } = placeOf(layout, { block: "structureFactors", plane, part, bit });
  return data[row * layout.columns + column] ?? Number.NaN;
}

/** F by Eq. 1, from the function that is tested against numpy. */
function equation1(structure: Structure, plane: Vector3, bit: number): [number, number] {
  const { real, imaginary } = structureFactors(
    {
      positions: structure.sites.map((site) => site.fractional),
      weights: structure.sites.map((site) => propertyVector(siteElement(site))),
    },
    [plane],
  );
  return [real[bit] ?? Number.NaN, imaginary[bit] ?? Number.NaN];
}

describe("layout paper", () => {
  it("writes V(m, 3), zero where there is no atom, over F(c, K)", () => {
    const { data } = featurize(rockSalt, paper);
    const row = (index: number): number[] => [...data.subarray(index * 92, index * 92 + 4)];
    expect(row(1)).toEqual([1, 0, 0, 0]); // Na is in group 1
    expect(row(17)).toEqual([0, 1, 0, 0]); // Cl in group 17
    expectClose(row(92), [5.64, 5.64, 5.64, 0]);
    expect(row(93)).toEqual([90, 90, 90, 0]);
    expect(row(94 + 3)).toEqual([0.5, 0.5, 0, 0]);
    expect(row(94 + 8)).toEqual([0, 0, 0, 0]);
    expect(row(114 + 10)).toEqual([1, 0, 0, 0]); // slot 0 is Na
    expect(row(217)).toEqual([1, 0, 0, 0]);
    expect(row(217 + 8)).toEqual([0, 0, 0, 0]); // no ninth site
    expect(row(237)).toEqual([0, 4, 0, 0]); // F(000) of bits 0 to 3: four atoms of group 1
  });

  it("holds Eq. 1 for all 63 planes, mates as conjugates", () => {
    fc.assert(
      fc.property(structures, fc.nat(91), (structure, bit) => {
        const tensor = featurize(structure, paper);
        for (const plane of paper.planes) {
          const [real, imaginary] = equation1(structure, plane, bit);
          expect(factor(tensor, paper, plane, "real", bit)).toBeCloseTo(real, 5);
          if (plane.some((index) => index !== 0)) {
            expect(factor(tensor, paper, plane, "imaginary", bit)).toBeCloseTo(imaginary, 5);
          }
        }
      }),
      { numRuns: 4 },
    );
  });
});

describe("conventions of F", () => {
  const convention = (options: LayoutOptions): FtcpLayout =>
    createLayout({
      cell: "given",
      siteOrder: "given",
      planes: millerPlanes(2, "both"),
      ...options,
    });

  it("agree with Eq. 1: magnitude, phase, real part, Hartley", () => {
    const polar = convention({ convention: "magnitude-phase" });
    const magnitude = convention({ convention: "magnitude" });
    const real = convention({ convention: "real" });
    const hartley = convention({ convention: "hartley" });
    fc.assert(
      fc.property(structures, fc.nat(91), (structure, bit) => {
        const [a, b, c, d] = [polar, magnitude, real, hartley].map((layout) =>
          featurize(structure, layout),
        ) as [FtcpTensor, FtcpTensor, FtcpTensor, FtcpTensor];
        for (const plane of polar.planes) {
          const [x, y] = equation1(structure, plane, bit);
          const size = factor(a, polar, plane, "magnitude", bit);
          const phase = factor(a, polar, plane, "phase", bit);
          expect(size * Math.cos(phase)).toBeCloseTo(x, 4);
          expect(size * Math.sin(phase)).toBeCloseTo(y, 4);
          expect(factor(b, magnitude, plane, "magnitude", bit)).toBe(size);
          expect(factor(c, real, plane, "real", bit)).toBeCloseTo(x, 4);
          expect(factor(d, hartley, plane, "hartley", bit)).toBeCloseTo(x - y, 4);
        }
      }),
      { numRuns: 4 },
    );
  });

  it("lose nothing in hartley over both mates: the two give real and imaginary part", () => {
    const layout = convention({ convention: "hartley" });
    const tensor = featurize(perovskite, layout);
    const [x, y] = equation1(perovskite, [1, 1, 0], 0);
    const one = factor(tensor, layout, [1, 1, 0], "hartley", 0);
    const mate = factor(tensor, layout, [-1, -1, 0], "hartley", 0);
    expectClose([(one + mate) / 2, (mate - one) / 2], [x, y], { atol: 1e-5 });
  });

  it("have no phase where F is extinct", () => {
    const layout = convention({ convention: "magnitude-phase" });
    expect(factor(featurize(rockSalt, layout), layout, [1, 0, 0], "phase", 1)).toBe(0);
  });

  it("make magnitudes the same for every origin", () => {
    const layout = convention({ convention: "magnitude", blocks: "momentum" });
    fc.assert(
      fc.property(
        structures,
        fc.tuple(...[0, 0, 0].map(() => fc.double({ min: 0, max: 1, noNaN: true }))),
        (structure, shift) => {
          const moved = createStructure(
            structure.lattice,
            structure.sites.map(siteElement),
            structure.sites.map(({ fractional }): Vector3 => [
              fractional[0] + (shift[0] ?? 0),
              fractional[1] + (shift[1] ?? 0),
              fractional[2] + (shift[2] ?? 0),
            ]),
          );
          expectClose(featurize(moved, layout).data, featurize(structure, layout).data, {
            rtol: 0,
            atol: 1e-5,
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it("can stand beside the properties: one column for each number of a plane", () => {
    const layout = convention({ arrangement: "beside" });
    const tensor = featurize(perovskite, layout);
    for (const plane of layout.planes.slice(1)) {
      const [x, y] = equation1(perovskite, plane, 15);
      expect(factor(tensor, layout, plane, "real", 15)).toBeCloseTo(x, 5);
      expect(factor(tensor, layout, plane, "imaginary", 15)).toBeCloseTo(y, 5);
    }
  });
});

describe("layout reference", () => {
  it("sorts sites by electronegativity, and snaps coordinates next to thirds", () => {
    const structure = createStructure(
      cubic(4),
      ["O", "Ca", "O"],
      [
        [0.3333, 0.66664, 0.5],
        [0.3334, 0, 0],
        [0.25, 0.25, 0.25],
      ],
    );
    const { data } = featurize(structure, reference);
    const row = (index: number): number[] => [...data.subarray(index * 62, index * 62 + 3)];
    expect([row(105), row(106), row(107)]).toEqual(
      [
        [0.3334, 0, 0],
        [1 / 3, 2 / 3, 0.5],
        [0.25, 0.25, 0.25],
      ].map((coordinates) => coordinates.map(Math.fround)),
    );
    expect([row(19), row(7)]).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
  });

  it("follows Python's sort where pymatgen's comparison is no order: noble gases", () => {
    // sorted() of pymatgen's sites, which compare Ar with anything by symbol alone: F < O in symbol but
    // not in electronegativity, so where Ar ends depends on the steps of the sort. By hand:
    // O, Ar: "Ar" < "O" -> Ar, O; F: greater than O -> Ar, O, F.
    const structure = createStructure(
      cubic(9),
      ["O", "Ar", "F"],
      [
        [0, 0, 0],
        [0.5, 0, 0],
        [0, 0.5, 0],
      ],
    );
    const [result] = defeaturize(featurize(structure, reference), reference);
    expect(result?.ok && result.value.sites.map(siteElement)).toEqual(["Ar", "O", "F"]);
  });

  it("says so when a cell is too small for 59 planes", () => {
    const tiny = createStructure(cubic(1.2), ["Na"], [[0, 0, 0]]);
    const target = expect.objectContaining({ code: "FEATURIZE_TOO_FEW_PLANES" });
    expect(() => featurize(tiny, reference)).toThrow(target);
    expect(featurize(tiny, createLayout({ name: "reference", blocks: "real" })).shape[2]).toBe(3);
  });
});

describe("layout ftcp", () => {
  it("does not depend on the order of sites, the origin or the choice of cell", () => {
    const layout = createLayout();
    fc.assert(
      fc.property(
        fc.oneof(structures, fc.constantFrom(rockSalt, perovskite)),
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        (structure, numbers) => {
          const other = redescribe(structure, () => numbers.next().value as number);
          expectClose(featurize(other, layout).data, featurize(structure, layout).data, {
            rtol: 1e-5,
            atol: 1e-4,
          });
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("cell and order of sites as options", () => {
  it("keeps the order of sites in the canonical cell when asked", () => {
    const layout = createLayout({ siteOrder: "given" });
    const [result] = defeaturize(featurize(perovskite, layout), layout);
    expect(result?.ok && result.value.sites.map(siteElement)).toEqual(["O", "Ca", "O", "Ti", "O"]);
    const canonical = canonicalizeStructure(perovskite);
    expect(result?.ok && result.value.lattice.a).toBeCloseTo(canonical.lattice.a, 5);
    const sorted = createLayout({ siteOrder: "electronegativity" });
    const [other] = defeaturize(featurize(perovskite, sorted), sorted);
    expect(other?.ok && other.value.sites.map(siteElement)).toEqual(["Ca", "Ti", "O", "O", "O"]);
  });

  it("sorts sites in the given cell, so that their order in the input does not matter", () => {
    const layout = createLayout({ cell: "given", siteOrder: "canonical" });
    fc.assert(
      fc.property(structures, fc.infiniteStream(fc.nat()), (structure, keys) => {
        const sites = structure.sites
          .map((site) => ({ site, key: keys.next().value as number }))
          .sort((left, right) => left.key - right.key)
          .map(({ site }) => site);
        const shuffled = featurize({ lattice: structure.lattice, sites }, layout);
        expectClose(shuffled.data, featurize(structure, layout).data, { rtol: 0, atol: 1e-5 });
      }),
      { numRuns: 20 },
    );
  });
});

describe("defeaturize, all layouts", () => {
  it.each<LayoutOptions>([
    { name: "paper" },
    { name: "paper", blocks: "real" },
    { name: "paper", convention: "magnitude", arrangement: "beside" },
    { cell: "given", siteOrder: "given", blocks: "real" },
    { cell: "given", siteOrder: "given", blocks: ["occupancy", "coordinates", "cell", "elements"] },
    { name: "reference", siteOrder: "given", snapThirds: false, blocks: "real" },
  ])("gives the crystal back: %j", (options) => {
    const layout = createLayout(options);
    fc.assert(
      fc.property(structures, (structure) => {
        const [result] = defeaturize(featurize(structure, layout), layout);
        expect(result).toMatchObject({ ok: true, confidence: 1 });
        if (result?.ok) expectSameCrystal(result.value, structure);
      }),
      { numRuns: 20 },
    );
  });

  it("keeps hydrogen apart from nothing in layout reference, which the reference's decoder does not", () => {
    const hydride = createStructure(
      cubic(4),
      ["Na", "Al", "H"],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
        [0.5, 0, 0],
      ],
    );
    const [result] = defeaturize(featurize(hydride, reference), reference);
    expect(result?.ok && result.value.sites.map(siteElement)).toEqual(["Na", "Al", "H"]);
  });

  it.each(["ftcp", "paper", "reference"] as const)(
    "says that momentum space alone does not determine a crystal: %s",
    (name) => {
      const layout = createLayout({ name, blocks: "momentum" });
      expect(() => defeaturize(featurize(rockSalt, layout), layout)).toThrow(
        expect.objectContaining({ code: "FEATURIZE_NOT_INVERTIBLE", data: { block: "elements" } }),
      );
    },
  );

  it("takes a weak slot or site for empty where there is no class for it", () => {
    const tensor = featurize(rockSalt, paper);
    const site = placeOf(paper, { block: "occupancy", site: 7, slot: 1 });
    tensor.data[site.row * 92 + site.column] = 0.4;
    const [result] = defeaturize(tensor, paper);
    expect(result?.ok && result.value.sites).toHaveLength(7);
    expect(result?.confidence).toBeCloseTo(0.2, 6); // 0.6 for empty against 0.4
    tensor.data[site.row * 92 + site.column] = 0.7;
    expect(defeaturize(tensor, paper)[0]).toMatchObject({ ok: true, issues: [] });
    expect(defeaturize(tensor, paper)[0]?.confidence).toBeCloseTo(0.4, 6);
  });

  it("reports ties and sites in one place", () => {
    const tensor = featurize(rockSalt, paper);
    const set = (address: Parameters<typeof placeOf>[1], value: number): void => {
      const { row, column } = placeOf(paper, address);
      tensor.data[row * 92 + column] = value;
    };
    set({ block: "occupancy", site: 0, slot: 1 }, 1);
    set({ block: "elements", element: "K", slot: 0 }, 1);
    set({ block: "coordinates", site: 7, axis: "z" }, 0.0001); // [0, 0, 0.0001], where site 0 is
    const [result] = defeaturize(tensor, paper);
    expect(result?.ok && result.value.sites).toHaveLength(8);
    expect(result?.ok && result.value.sites.map(siteElement)[0]).toBe("Na");
    expect(result).toMatchObject({
      confidence: 0,
      issues: [
        { kind: "tied-element", slot: 0 },
        { kind: "tied-site", site: 0 },
        { kind: "coincident-sites", site: 7, other: 0 },
      ],
    });
  });
});

describe("property tables", () => {
  const structure = createStructure(
    cubic(4),
    ["Cs", "Cl"],
    [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
    ],
  );

  it("may be the user's own", () => {
    const propertyTable = createPropertyTable({
      name: "charge and radius",
      labels: ["charge", "radius"],
      vectors: { Cs: [1, 1.67], Cl: [-1, 1.81] },
    });
    const layout = createLayout({ propertyTable });
    expect(layout.columns).toBe(4);
    const tensor = featurize(structure, layout);
    // (000): charges cancel; (100): 1 - (-1) and 1.67 - 1.81
    expect(factor(tensor, layout, [0, 0, 0], "real", 0)).toBeCloseTo(0, 6);
    expect(factor(tensor, layout, [1, 0, 0], "real", 0)).toBeCloseTo(2, 6);
    expect(factor(tensor, layout, [1, 0, 0], "real", 1)).toBeCloseTo(-0.14, 6);
    expect(() => featurize(rockSalt, layout)).toThrow(
      expect.objectContaining({ code: "FEATURIZE_UNKNOWN_PROPERTY", data: { element: "Na" } }),
    );
  });

  it("tell elements apart when one-hot", () => {
    const layout = createLayout({ propertyTable: oneHotPropertyTable() });
    const tensor = featurize(structure, layout);
    expect(factor(tensor, layout, [1, 1, 0], "real", 54)).toBeCloseTo(1, 6);
    expect(factor(tensor, layout, [1, 0, 0], "real", 16)).toBeCloseTo(-1, 6);
  });

  it("name what is not known, or make it zero when asked", () => {
    const propertyTable = scalarPropertyTable(["period", "electronegativity"]);
    const neon = createStructure(cubic(4), ["Ne"], [[0, 0, 0]]);
    expect(() => featurize(neon, createLayout({ propertyTable }))).toThrow(
      expect.objectContaining({
        code: "FEATURIZE_UNKNOWN_PROPERTY",
        data: { element: "Ne", property: "electronegativity" },
      }),
    );
    const layout = createLayout({ propertyTable, unknownProperties: "zero" });
    const { data } = featurize(neon, layout);
    expect(
      Array.from({ length: 2 }, (_, bit) => {
        const { row, column } = placeOf(layout, { block: "properties", bit, slot: 0 });
        return data[row * layout.columns + column];
      }),
    ).toEqual([2, 0]);
  });

  it("know all of CGCNN's elements, and name what is unknown of lawrencium", () => {
    const lawrencium = createStructure(cubic(4), ["Lr"], [[0, 0, 0]]);
    expect(() => featurize(lawrencium, createLayout())).toThrow(
      expect.objectContaining({
        code: "FEATURIZE_UNKNOWN_PROPERTY",
        data: { element: "Lr", property: "electronegativity" },
      }),
    );
    const layout = createLayout({ unknownProperties: "zero" });
    const [result] = defeaturize(featurize(lawrencium, layout), layout);
    expect(result?.ok && result.value.sites.map(siteElement)).toEqual(["Lr"]);
    const fermium = createStructure(cubic(4), ["Fm"], [[0, 0, 0]]);
    expect(featurize(fermium, createLayout()).shape).toEqual([1, 304, 92]);
  });

  it.each<[string, object]>([
    ["labels", { labels: [] }],
    ["labels", { labels: [1] }],
    ["vectors.Na", { vectors: { Na: [1, 2] } }],
    ["vectors.Na[0]", { vectors: { Na: [Number.NaN] } }],
    ["vectors.D", { vectors: { D: [1] } }],
    ["vectors.Xx", { vectors: { Xx: [1] } }],
    ["name", { name: 1 }],
  ])("refuse what is damaged: %s", (path, change) => {
    const table = { name: "x", labels: ["a"], vectors: { Na: [1] }, ...change };
    expect(() => createPropertyTable(table as Parameters<typeof createPropertyTable>[0])).toThrow(
      expect.objectContaining({ code: "FEATURIZE_INVALID_TABLE", data: { path } }),
    );
  });
});

describe("FtcpScaler, all layouts", () => {
  it.each<LayoutOptions>([
    { name: "paper" },
    { name: "reference" },
    { name: "reference", blocks: "momentum" },
    { name: "paper", blocks: "real" },
    { blocks: ["planeNorms", "structureFactors"], convention: "magnitude-phase" },
    { propertyTable: scalarPropertyTable(["covalentRadius", "ionizationEnergy"]) },
  ])("restores everything but the cell bit by bit: %j", async (options) => {
    const layout = createLayout(options);
    const tensors = [rockSalt, perovskite].map((structure) => featurize(structure, layout));
    const scaler = FtcpScaler.fit(tensors, layout);
    const copy = FtcpScaler.fromJSON(JSON.parse(JSON.stringify(scaler)));
    async function* stream(): AsyncGenerator<FtcpTensor> {
      for (const tensor of tensors) yield await Promise.resolve(tensor);
    }
    const streamed = await FtcpScaler.fitStream(stream(), layout);
    expect(streamed.toJSON()).toEqual(scaler.toJSON());
    const cell = layout.blocks.find(({ name }) => name === "cell");
    for (const tensor of tensors) {
      const restored = copy.inverse(copy.transform(tensor));
      tensor.data.forEach((value, at) => {
        const row = Math.floor(at / layout.columns);
        const isCell = cell !== undefined && row >= cell.start && row < cell.end;
        const error = Math.abs((restored.data[at] ?? Number.NaN) - value);
        expect(error <= (isCell ? 2e-5 : 0)).toBe(true);
      });
    }
  });

  it("brings scalar properties, |g| and F to order one", () => {
    const layout = createLayout({
      propertyTable: scalarPropertyTable(["covalentRadius"]),
      blocks: ["planeNorms", "properties", "structureFactors"],
    });
    const tensors = [rockSalt, perovskite].map((structure) => featurize(structure, layout));
    const scaler = FtcpScaler.fit(tensors, layout);
    expect(scaler.toJSON().properties).toEqual([128]); // 63 to 171 pm
    for (const tensor of tensors) {
      expect(Math.max(...scaler.transform(tensor).data)).toBeLessThan(8);
    }
  });

  it("reads version 1, in which bits had no factor", () => {
    const layout = createLayout();
    const scaler = FtcpScaler.fit(featurize(rockSalt, layout), layout);
    const { properties, planeNorms, ...rest } = scaler.toJSON();
    expect([new Set(properties), planeNorms]).toEqual([new Set([1]), []]);
    const old = JSON.parse(JSON.stringify({ ...rest, version: 1 })) as unknown;
    expect(FtcpScaler.fromJSON(old).toJSON()).toEqual(scaler.toJSON());
  });
});
