import { describe, expect, it } from "@jest/globals";
import {
  applyOperation,
  closeGroup,
  compareStructures,
  createLattice,
  createSite,
  createStructure,
  CrystalError,
  findSpaceGroupSettings,
  formatOperation,
  latticeFromMatrix,
  latticeVolume,
  settingOperations,
} from "@ftcp/crystal";
import type { Lattice, Matrix3, Structure, SymmetryOperation, Vector3 } from "@ftcp/crystal";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { createSymmetryFinder, symmetrizeStructure } from "@ftcp/crystal/symmetry";
import { expectClose } from "@ftcp/testing";
import fc from "fast-check";
import { invertMatrix } from "../src/geometry/invertMatrix.ts";
import { multiplyMatrices } from "../src/geometry/multiplyMatrices.ts";
import { multiplyRow } from "../src/geometry/multiplyRow.ts";
import { symmetryFixtures, toStructure } from "./fixtures.ts";

const named = (name: string): Structure => {
  const crystal = symmetryFixtures.find((candidate) => candidate.name === name);
  if (crystal === undefined) throw new RangeError(`There is no fixture "${name}".`);
  return toStructure(crystal);
};

/** The largest distance in Å from an image of a site to the nearest site with the same species. */
function largestMiss(structure: Structure, operations: readonly SymmetryOperation[]): number {
  const { lattice, sites } = structure;
  const kinds = sites.map(({ species }) => JSON.stringify(species));
  let largest = 0;
  for (const operation of operations) {
    for (const [index, site] of sites.entries()) {
      const image = applyOperation(operation, site.fractional);
      let least = Infinity;
      for (const [other, { fractional }] of sites.entries()) {
        if (kinds[other] !== kinds[index]) continue;
        least = Math.min(least, nearby(lattice, fractional, image));
        if (least < 1e-8) break;
      }
      largest = Math.max(largest, least);
    }
  }
  return largest;
}

/** The distance in Å of positions that (nearly) coincide, of others at least the shortest one. */
function nearby({ matrix }: Lattice, left: Vector3, right: Vector3): number {
  const [x, y, z] = [left[0] - right[0], left[1] - right[1], left[2] - right[2]];
  return Math.hypot(
    ...multiplyRow([x - Math.round(x), y - Math.round(y), z - Math.round(z)], matrix),
  );
}

const transpose = ([a, b, c]: Matrix3): Matrix3 => [
  [a[0], b[0], c[0]],
  [a[1], b[1], c[1]],
  [a[2], b[2], c[2]],
];

const codeOf = (action: () => unknown): string | undefined => {
  try {
    action();
  } catch (error) {
    return error instanceof CrystalError ? error.code : String(error);
  }
  return undefined;
};

const finder = await loadSymmetryFinder();

describe.each(symmetryFixtures.map((crystal) => [crystal.name, crystal] as const))(
  "%s",
  (_name, crystal) => {
    const structure = toStructure(crystal);
    const dataset = finder.find(structure);
    const { conventional, primitive, operations, setting } = dataset;

    it("has the space group, sites and cells that spglib finds", () => {
      const orbits = new Map<number, number[]>();
      dataset.equivalentSites.forEach((first, site) => {
        orbits.set(first, [...(orbits.get(first) ?? []), site]);
      });
      expect({
        number: dataset.number,
        hallNumber: finder.find(structure, { setting: "spglib" }).hallNumber,
        pointGroup: dataset.pointGroup,
        crystalSystem: dataset.crystalSystem,
        operations: operations.length,
        orbits: [...orbits.values()],
        siteSymmetries: dataset.siteSymmetries.map((symbol) => symbol.replaceAll(".", "")),
        conventionalSites: conventional.sites.length,
        primitiveSites: primitive.sites.length,
      }).toEqual({
        number: crystal.number,
        hallNumber: crystal.hallNumber,
        pointGroup: crystal.pointGroup,
        crystalSystem: crystal.crystalSystem,
        operations: crystal.operations,
        orbits: crystal.orbits,
        siteSymmetries: crystal.siteSymmetries.map((symbol) => symbol.replaceAll(".", "")),
        conventionalSites: crystal.conventionalSites,
        primitiveSites: crystal.primitiveSites,
      });
      expectClose([latticeVolume(conventional.lattice)], [crystal.conventionalVolume], {
        rtol: 1e-9,
      });
      expect(dataset.pearsonSymbol.slice(2)).toBe(`${crystal.conventionalSites}`);
      expect(setting.isStandard).toBe(true);
    });

    it("is mapped onto itself by its operations, which are a group", () => {
      expect(operations[0] && formatOperation(operations[0])).toBe("x,y,z");
      expect(largestMiss(structure, operations)).toBeLessThan(1e-8);
      expect(closeGroup(operations)).toHaveLength(operations.length);
    });

    it("has a conventional cell with the operations of its setting", () => {
      expect(largestMiss(conventional, settingOperations(setting))).toBeLessThan(1e-8);
      expect(finder.find(conventional).hallNumber).toBe(dataset.hallNumber);
    });

    it("is the same crystal in its conventional and primitive cells", () => {
      expect(compareStructures(conventional, structure)).toBe(true);
      expect(compareStructures(primitive, structure)).toBe(true);
      for (const [cell, { basis, originShift, rotation }] of [
        [conventional, dataset.toConventional],
        [primitive, dataset.toPrimitive],
      ] as const) {
        const vectors = multiplyMatrices(
          multiplyMatrices(transpose(basis), structure.lattice.matrix),
          transpose(rotation),
        );
        expectClose(vectors.flat(), cell.lattice.matrix.flat(), { atol: 1e-9 });
        const inverse = transpose(invertMatrix(basis));
        for (const site of structure.sites) {
          const [x, y, z] = site.fractional;
          const moved = multiplyRow(
            [x - originShift[0], y - originShift[1], z - originShift[2]],
            inverse,
          );
          const distances = cell.sites
            .filter(({ species }) => species[0]?.element === site.species[0]?.element)
            .map(({ fractional }) => nearby(cell.lattice, fractional, moved));
          expect(Math.min(...distances)).toBeLessThan(1e-8);
        }
      }
    });
  },
);

describe("SymmetryFinder", () => {
  it("tells left quartz from right quartz, in left-handed cells too", () => {
    for (const [name, number] of [
      ["quartz, left", 152],
      ["quartz, right", 154],
    ] as const) {
      const { lattice, sites } = named(name);
      const [a, b, c] = lattice.matrix;
      // The same crystal with a and b exchanged: its cell is left-handed.
      const leftHanded: Structure = {
        lattice: latticeFromMatrix([b, a, c]),
        sites: sites.map(({ species, fractional: [x, y, z] }) => createSite(species, [y, x, z])),
      };
      const dataset = finder.find(leftHanded);
      expect(dataset.number).toBe(number);
      expect(largestMiss(leftHanded, dataset.operations)).toBeLessThan(1e-8);
      expect(largestMiss(dataset.conventional, settingOperations(dataset.setting))).toBeLessThan(
        1e-9,
      );
      // Its mirror image, on the other hand, is the other quartz.
      const mirrored: Structure = {
        lattice: latticeFromMatrix([a, b, [c[0], c[1], -c[2]]]),
        sites,
      };
      expect(finder.find(mirrored).number).toBe(number === 152 ? 154 : 152);
    }
  });

  it("gives diamond at either origin", () => {
    const diamond = named("diamond, origin choice 1, disguised");
    const standard = finder.find(diamond);
    const spglib = finder.find(diamond, { setting: "spglib" });
    expect([standard.setting.choice, spglib.setting.choice]).toEqual(["2", "1"]);
    expect([standard.hermannMauguin, standard.pearsonSymbol]).toEqual(["F d -3 m", "cF8"]);
    for (const { conventional, setting } of [standard, spglib]) {
      expect(largestMiss(conventional, settingOperations(setting))).toBeLessThan(1e-8);
    }
  });

  it("knows Wyckoff letters and oriented site symmetries of rutile and pyrite", () => {
    // International Tables A: 136, 2a m.mm and 4f m.2m; 205, 4a .-3. and 8c .3.
    const rutile = symmetryFixtures.find(({ number }) => number === 136);
    const rutileSites = finder.find(named(rutile?.name ?? ""));
    expect([...new Set(rutileSites.siteSymmetries)].sort()).toEqual(["m.2m", "m.mm"]);
    expect([...new Set(rutileSites.wyckoffLetters)].sort()).toEqual(["a", "f"]);
    const pyrite = finder.find(named("pyrite"));
    expect([...new Set(pyrite.wyckoffLetters)].sort()).toEqual(["a", "c"]);
    expect([...new Set(pyrite.siteSymmetries)].sort()).toEqual([".-3.", ".3."]);
  });

  it("keeps species, charges, occupancies and labels, and tells sites apart by them", () => {
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const mixed = [
      { element: "Sb", occupancy: 0.6, charge: 3 },
      { element: "Ge", occupancy: 0.4 },
    ];
    const site = (label: string, species = mixed): Structure["sites"][number] =>
      createSite(species, [0, 0, 0], label);
    const at = (fractional: Vector3, from: Structure["sites"][number]): typeof from => ({
      ...from,
      fractional,
    });
    // A body-centred lattice, until the two sites differ in an occupancy, a charge or nothing.
    const find = (other: typeof mixed): ReturnType<typeof finder.find> =>
      finder.find({
        lattice,
        sites: [site("M1"), at([0.5, 0.5, 0.5], site("M2", other))],
      });
    const same = find([...mixed].reverse());
    expect(same.number).toBe(229);
    expect(same.primitive.sites).toHaveLength(1);
    expect(same.conventional.sites.map(({ label }) => label).sort()).toEqual(["M1", "M2"]);
    expect(same.primitive.sites[0]?.species).toHaveLength(2);
    const charged = find(
      mixed.map(({ element, occupancy }) => ({ element, occupancy, charge: 1 })),
    );
    expect(charged.number).toBe(221);
    const occupied = find([{ element: "Sb", occupancy: 0.5, charge: 3 }]);
    expect(occupied.number).toBe(221);
    expect(
      Object.fromEntries(occupied.conventional.sites.map(({ label, species }) => [label, species])),
    ).toEqual({ M1: mixed, M2: [{ element: "Sb", occupancy: 0.5, charge: 3 }] });
  });

  it("fails with a code for what has no symmetry to find, and works on", () => {
    const salt = named("rock salt NaCl");
    const twice = { ...salt, sites: [...salt.sites, ...salt.sites.slice(0, 1)] };
    const bad: Structure = {
      ...salt,
      sites: salt.sites.map((site) => ({ ...site, fractional: [NaN, 0, 0] })),
    };
    const flat: Structure = {
      ...salt,
      lattice: {
        ...salt.lattice,
        matrix: [
          [1, 0, 0],
          [2, 0, 0],
          [0, 0, 1],
        ],
      },
    };
    for (const structure of [twice, bad, flat]) {
      expect(codeOf(() => finder.find(structure))).toBe("CRYSTAL_SYMMETRY_FAILED");
      expect(finder.find(salt).number).toBe(225);
    }
    expect(codeOf(() => finder.find({ ...salt, sites: [] }))).toBe("CRYSTAL_NO_SITES");
    for (const tolerance of [0, -1, NaN, Infinity]) {
      expect(() => finder.find(salt, { tolerance })).toThrow(RangeError);
    }
  });

  it("is the same for every caller, and refuses bytes only before it is loaded", async () => {
    expect(await loadSymmetryFinder()).toBe(finder);
    const other = await createSymmetryFinder(new Uint8Array());
    expect(other.find(named("rock salt NaCl")).number).toBe(225);
  });
});

describe("symmetrizeStructure", () => {
  const small = symmetryFixtures.filter(({ elements }) => elements.length <= 36);
  const noise = fc.array(fc.double({ min: -0.01, max: 0.01, noNaN: true }), {
    minLength: 400,
    maxLength: 400,
  });

  it("moves a distorted crystal onto its symmetry, by little", () => {
    fc.assert(
      fc.property(fc.constantFrom(...small), noise, (crystal, shifts) => {
        const exact = toStructure(crystal);
        const next = shifts[Symbol.iterator]();
        const jitter = (): number => next.next().value ?? 0;
        const [a, b, c] = exact.lattice.matrix.map(([x, y, z]): Vector3 => [
          x + jitter(),
          y + jitter(),
          z + jitter(),
        ]);
        if (a === undefined || b === undefined || c === undefined)
          throw new RangeError("unreachable");
        const lattice = latticeFromMatrix([a, b, c]);
        const length = Math.cbrt(latticeVolume(lattice));
        const distorted: Structure = {
          lattice,
          sites: exact.sites.map(({ species, fractional: [x, y, z] }) =>
            createSite(species, [
              x + jitter() / length,
              y + jitter() / length,
              z + jitter() / length,
            ]),
          ),
        };
        const dataset = finder.find(distorted, { tolerance: 0.12 });
        fc.pre(dataset.operations.length >= crystal.operations);
        const symmetrized = symmetrizeStructure(distorted, dataset);
        expect(finder.find(symmetrized, { tolerance: 1e-6 }).number).toBe(dataset.number);
        expect(largestMiss(symmetrized, dataset.operations)).toBeLessThan(1e-8);
        symmetrized.sites.forEach((site, index) => {
          const before = distorted.sites[index]?.fractional ?? [NaN, NaN, NaN];
          expect(nearby(lattice, site.fractional, before)).toBeLessThan(0.12);
        });
        expectClose(symmetrized.lattice.matrix.flat(), lattice.matrix.flat(), { atol: 0.12 });
      }),
      { numRuns: 30 },
    );
  });

  it("makes equal lengths and right angles exact, and leaves an exact crystal alone", () => {
    const salt = named("rock salt NaCl");
    const { lattice } = symmetrizeStructure(
      { ...salt, lattice: createLattice({ ...salt.lattice, b: 5.6401, alpha: 90.001 }) },
      finder.find(salt),
    );
    expect([lattice.b, lattice.c]).toEqual([lattice.a, lattice.a]);
    expect([lattice.alpha, lattice.beta, lattice.gamma]).toEqual([90, 90, 90]);
    const again = symmetrizeStructure(salt, finder.find(salt));
    expect(again.sites).toEqual(salt.sites);
    expectClose(again.lattice.matrix.flat(), salt.lattice.matrix.flat(), { atol: 1e-12 });
  });

  it("gives conventional and primitive cells of an exact metric for a strained crystal too", () => {
    const parameters = { a: 4, b: 4.001, c: 4.0005, alpha: 60.01, beta: 60, gamma: 60 };
    const copper = createStructure(createLattice(parameters), ["Cu"], [[0, 0, 0]]);
    const { number, conventional, primitive } = finder.find(copper, { tolerance: 0.05 });
    expect(number).toBe(225);
    const { a, b, c, alpha, beta, gamma } = conventional.lattice;
    expect([b, c, alpha, beta, gamma]).toEqual([a, a, 90, 90, 90]);
    expect(primitive.lattice.b).toBe(primitive.lattice.a);
    expect([primitive.lattice.alpha, primitive.lattice.gamma]).toEqual([60, 60]);
    expect(latticeVolume(conventional.lattice) / latticeVolume(copper.lattice)).toBeCloseTo(4, 4);
  });

  it("refuses operations that are not those of the structure", () => {
    const salt = named("rock salt NaCl");
    const dataset = finder.find(salt);
    const [setting] = findSpaceGroupSettings({ hermannMauguin: "P 31" });
    const operations = setting === undefined ? [] : settingOperations(setting);
    expect(codeOf(() => symmetrizeStructure(salt, { ...dataset, operations }))).toBe(
      "CRYSTAL_SYMMETRY_FAILED",
    );
    expect(() => symmetrizeStructure(salt, { ...dataset, equivalentSites: [0] })).toThrow(
      RangeError,
    );
  });
});
