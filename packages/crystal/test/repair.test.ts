import { describe, expect, it } from "@jest/globals";
import {
  applyOperation,
  atomicVolumes,
  checkValidity,
  compositionOf,
  createLattice,
  createStructure,
  CrystalError,
  elements,
  estimateVolume,
  latticeVolume,
  measureDisplacement,
  rescaleVolume,
  separateAtoms,
  settingOperations,
  shortestDistance,
} from "@ftcp/crystal";
import type { Structure, Vector3 } from "@ftcp/crystal";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { symmetrizeNearly } from "@ftcp/crystal/symmetry";
import { sharedData } from "@ftcp/testing";
import fc from "fast-check";
import { anyStructure, disguise, anyDisguise } from "./arbitraries.ts";
import { symmetryFixtures, toStructure, type SymmetryFixture } from "./fixtures.ts";
import { readSharedCrystals } from "./readSharedCrystals.ts";

const finder = await loadSymmetryFinder();
const data = sharedData();
const describeShared = data === undefined ? describe.skip : describe;

const cubic = (a: number): Structure["lattice"] =>
  createLattice({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 });
const rockSalt = (a: number): Structure =>
  createStructure(
    cubic(a),
    ["Na", "Na", "Na", "Na", "Cl", "Cl", "Cl", "Cl"],
    [
      [0, 0, 0],
      [0.5, 0.5, 0],
      [0.5, 0, 0.5],
      [0, 0.5, 0.5],
      [0.5, 0.5, 0.5],
      [0, 0, 0.5],
      [0, 0.5, 0],
      [0.5, 0, 0],
    ],
  );

/** Every atom moved by less than `size` in Å along each axis. */
function shake({ lattice, sites }: Structure, size: number, noise: readonly number[]): Structure {
  const at = (index: number): number => size * (2 * (noise[index % noise.length] ?? 0) - 1);
  const { a, b, c } = lattice;
  return {
    lattice,
    sites: sites.map((site, i) => {
      const [x, y, z] = site.fractional;
      return {
        ...site,
        fractional: [
          x + at(3 * i) / a,
          y + at(3 * i + 1) / b,
          z + at(3 * i + 2) / c,
        ] satisfies Vector3,
      };
    }),
  };
}

const anyNoise = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  minLength: 97,
  maxLength: 97,
});

describe("separateAtoms", () => {
  it("leaves crystals alone whose atoms are apart", () => {
    const crystal = rockSalt(5.64);
    const { structure, reached, displacement, steps } = separateAtoms(crystal);
    expect(structure).toBe(crystal);
    expect([reached, displacement.largest, steps]).toEqual([true, 0, 0]);
  });

  it("moves two atoms apart along the line between them, by hand calculation", () => {
    const pair = createStructure(
      cubic(10),
      ["C", "C"],
      [
        [0.45, 0.5, 0.5],
        [0.55, 0.5, 0.5],
      ],
    );
    const { structure, ratioBefore, ratioAfter } = separateAtoms(pair, { ratio: 1 });
    expect(ratioBefore).toBeCloseTo(1 / 1.52, 10); // twice the covalent radius of carbon, 0.76 Å
    expect(ratioAfter).toBeGreaterThanOrEqual(1);
    expect(shortestDistance(structure)).toBeGreaterThanOrEqual(1.52);
    expect(shortestDistance(structure)).toBeLessThan(1.02 * 1.52 + 1e-9);
    const [left, right] = structure.sites.map(({ fractional }) => fractional);
    expect((left?.[0] ?? NaN) + (right?.[0] ?? NaN)).toBeCloseTo(1, 12);
    for (const place of [left, right]) expect(place?.slice(1)).toEqual([0.5, 0.5]);
  });

  it("parts atoms at the same place, always in the same way", () => {
    const twins = createStructure(
      cubic(8),
      ["O", "O", "Ti"],
      [
        [0.2, 0.2, 0.2],
        [0.2, 0.2, 0.2],
        [0.7, 0.7, 0.7],
      ],
    );
    const first = separateAtoms(twins);
    expect(first.ratioBefore).toBe(0);
    expect(first.reached).toBe(true);
    expect(separateAtoms(twins)).toEqual(first);
  });

  it("never lowers the least ratio nor changes cell or composition, and has nothing to do afterwards", () => {
    fc.assert(
      fc.property(anyStructure, (crystal) => {
        const { structure, ratioBefore, ratioAfter, reached } = separateAtoms(crystal);
        expect(ratioAfter).toBeGreaterThanOrEqual(ratioBefore);
        expect(structure.lattice).toBe(crystal.lattice);
        expect(structure.sites.map(({ species }) => species)).toEqual(
          crystal.sites.map(({ species }) => species),
        );
        const before = checkValidity(crystal).covalentRatio;
        const limit = Math.min(0.75, before) - 1e-9;
        if (ratioBefore < 1) {
          expect(checkValidity(structure).covalentRatio).toBeGreaterThanOrEqual(
            reached ? limit : Math.min(limit, 0.75 * ratioAfter - 1e-9),
          );
        }
        const again = separateAtoms(structure);
        expect(again.structure).toBe(structure);
      }),
      { numRuns: 100 },
    );
  });

  it("does the same in another description of the crystal", () => {
    fc.assert(
      fc.property(anyStructure, anyDisguise, (crystal, how) => {
        const one = separateAtoms(crystal, { maximumSteps: 20 });
        const other = separateAtoms(disguise(crystal, how), { maximumSteps: 20 });
        expect(other.ratioBefore).toBeCloseTo(one.ratioBefore, 6);
      }),
      { numRuns: 50 },
    );
  });

  it("keeps the symmetry of a crystal that is too dense", () => {
    // Rutile with the oxygen atoms at u = 0.2: 1.3 Å from titanium.
    const u = 0.2;
    const dense = createStructure(
      createLattice({ a: 4.59, b: 4.59, c: 2.96, alpha: 90, beta: 90, gamma: 90 }),
      ["Ti", "Ti", "O", "O", "O", "O"],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
        [u, u, 0],
        [1 - u, 1 - u, 0],
        [0.5 + u, 0.5 - u, 0.5],
        [0.5 - u, 0.5 + u, 0.5],
      ],
    );
    const { structure, reached, steps } = separateAtoms(dense);
    expect(steps).toBeGreaterThan(0);
    expect(reached).toBe(true);
    expect(finder.find(structure, { tolerance: 1e-6 }).number).toBe(136);
  });

  it("cannot help a cell that is too small", () => {
    const { structure, reached } = separateAtoms(rockSalt(2.5));
    expect(reached).toBe(false);
    expect(compositionOf(structure)).toEqual({ Na: 4, Cl: 4 });
  });

  it("refuses options and coordinates that are no positive numbers", () => {
    expect(() => separateAtoms(rockSalt(5), { ratio: 0 })).toThrow(RangeError);
    expect(() => separateAtoms(rockSalt(5), { maximumSteps: NaN })).toThrow(RangeError);
    const [site] = rockSalt(5).sites;
    if (site === undefined) throw new Error("no site");
    const broken = { lattice: cubic(5), sites: [{ ...site, fractional: [NaN, 0, 0] as const }] };
    expect(() => separateAtoms(broken)).toThrow(CrystalError);
  });
});

describe("rescaleVolume", () => {
  it("leaves a crystal alone whose volume is near that of its atoms", () => {
    const crystal = rockSalt(5.64);
    const { structure, factor, ratioBefore } = rescaleVolume(crystal);
    expect([structure, factor]).toEqual([crystal, 1]);
    expect(ratioBefore).toBeCloseTo(5.64 ** 3 / (4 * (20.05 + 30.57)), 6);
  });

  it.each([3, 9])("gives rock salt of %s Å the volume of its atoms, its shape kept", (a) => {
    const { structure, factor, ratioAfter } = rescaleVolume(rockSalt(a));
    expect(ratioAfter).toBe(1);
    expect(latticeVolume(structure.lattice)).toBeCloseTo(factor * a ** 3, 8);
    expect(latticeVolume(structure.lattice)).toBeCloseTo(4 * (20.05 + 30.57), 6);
    expect(structure.lattice.alpha).toBe(90);
    expect(structure.sites).toEqual(rockSalt(a).sites);
    expect(rescaleVolume(structure).structure).toBe(structure);
  });

  it("keeps composition, coordinates and angles of any crystal, and has nothing to do afterwards", () => {
    fc.assert(
      fc.property(anyStructure, (crystal) => {
        const { structure, factor } = rescaleVolume(crystal);
        expect(structure.sites).toBe(crystal.sites);
        const volume = latticeVolume(structure.lattice);
        expect(volume / (factor * latticeVolume(crystal.lattice))).toBeCloseTo(1, 9);
        expect(structure.lattice.beta).toBeCloseTo(crystal.lattice.beta, 8);
        expect(rescaleVolume(structure).structure).toBe(structure);
      }),
    );
  });

  it("does nothing where an element has no volume, and refuses an empty cell", () => {
    const einsteinium = createStructure(cubic(20), ["Es"], [[0, 0, 0]]);
    expect(rescaleVolume(einsteinium)).toMatchObject({ factor: 1, ratioBefore: undefined });
    expect(estimateVolume(einsteinium)).toBeUndefined();
    expect(() => rescaleVolume({ lattice: cubic(3), sites: [] })).toThrow(CrystalError);
    expect(() => rescaleVolume(rockSalt(5), { minimum: 2 })).toThrow(RangeError);
  });

  it("knows volumes that are positive, for elements only", () => {
    const symbols = new Set(elements.map(({ symbol }) => symbol));
    const known = Object.entries(atomicVolumes);
    expect(known.length).toBeGreaterThan(85);
    for (const [symbol, volume] of known) {
      expect(symbols).toContain(symbol);
      expect(volume).toBeGreaterThan(1);
      expect(volume).toBeLessThan(80);
    }
  });
});

describe("measureDisplacement", () => {
  it("measures the way of an atom, not that of the crystal", () => {
    const crystal = rockSalt(5);
    const shifted = shake(crystal, 1, [0.8]);
    expect(measureDisplacement(crystal, shifted).largest).toBeCloseTo(0, 10);
    const one = {
      ...crystal,
      sites: crystal.sites.map((site, index) =>
        index === 0 ? { ...site, fractional: [0.96, 0, 0] as const } : site,
      ),
    };
    // 0.2 Å through the face of the cell, an eighth of it taken away.
    expect(measureDisplacement(crystal, one).largest).toBeCloseTo(0.2 * (7 / 8), 10);
    expect(() => measureDisplacement(crystal, { ...crystal, sites: [] })).toThrow(RangeError);
  });
});

describe("symmetrizeNearly", () => {
  it.each(
    symmetryFixtures
      .filter(({ elements: all, name }) => all.length <= 14 && !name.includes("disguised"))
      .map((crystal): readonly [string, SymmetryFixture] => [crystal.name, crystal]),
  )("finds the space group of shaken %s again, as spglib found it before", (_, fixture) => {
    const crystal = toStructure(fixture);
    const bounds = { tolerance: 0.001, maximumDisplacement: 0.06 };
    fc.assert(
      fc.property(anyNoise, (noise) => {
        const shaken = shake(crystal, 0.02, noise);
        const found = symmetrizeNearly(shaken, finder, bounds);
        expect(found.after?.number).toBe(fixture.number);
        expect(found.displacement.largest).toBeLessThan(0.1);
        // Every operation of the tables maps every atom of the conventional cell onto one of its kind.
        const { conventional, setting } = found.dataset ?? {};
        if (conventional === undefined || setting === undefined) throw new Error("no symmetry");
        for (const operation of settingOperations(setting)) {
          for (const site of conventional.sites) {
            const [x, y, z] = applyOperation(operation, site.fractional);
            const hit = conventional.sites.some(
              (other) =>
                other.species[0]?.element === site.species[0]?.element &&
                other.fractional.every((value, axis) => {
                  const way = value - ([x, y, z][axis] ?? NaN);
                  return Math.abs(way - Math.round(way)) < 1e-6;
                }),
            );
            expect(hit).toBe(true);
          }
        }
        // A second call changes nothing.
        const again = symmetrizeNearly(found.structure, finder, bounds);
        expect(again.structure).toBe(found.structure);
        expect(again.after).toEqual(found.after);
      }),
      { numRuns: 1 },
    );
  });

  it("keeps sites, composition and the bounds, whatever it is given", () => {
    fc.assert(
      fc.property(anyStructure, (crystal) => {
        const { structure, displacement, strain, after, dataset } = symmetrizeNearly(
          crystal,
          finder,
        );
        expect(structure.sites.map(({ species }) => species)).toEqual(
          crystal.sites.map(({ species }) => species),
        );
        expect(displacement.largest).toBeLessThanOrEqual(0.4);
        expect(strain).toBeLessThanOrEqual(0.1);
        expect(dataset?.number).toBe(after?.number);
        if (structure !== crystal && after !== undefined) {
          expect(finder.find(structure, { tolerance: 0.001 }).operations.length).toBe(
            dataset?.operations.length,
          );
        }
      }),
      { numRuns: 25 },
    );
  });

  it("moves no atom farther than allowed, and takes only what is accepted", () => {
    const crystal = shake(rockSalt(5.64), 0.05, [0.1, 0.9, 0.4, 0.7, 0.2]);
    const free = symmetrizeNearly(crystal, finder);
    expect(free.after).toEqual({ number: 225, hermannMauguin: "F m -3 m" });
    expect(free.before?.number).toBe(1);
    expect(symmetrizeNearly(crystal, finder, { maximumDisplacement: 0.001 })).toMatchObject({
      structure: crystal,
      after: { number: 1 },
      strain: 0,
    });
    expect(symmetrizeNearly(crystal, finder, { accept: () => false }).structure).toBe(crystal);
  });

  it("does not fail where atoms coincide", () => {
    const twins = createStructure(
      cubic(4),
      ["O", "O"],
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
    );
    expect(symmetrizeNearly(twins, finder)).toMatchObject({ before: undefined, structure: twins });
    expect(() => symmetrizeNearly(twins, finder, { tolerance: 0 })).toThrow(RangeError);
  });
});

describeShared("repairs of real crystals (needs ../shared)", () => {
  it("leave most alone, and part every shaken one", () => {
    const all = readSharedCrystals(data ?? "", 250).filter(
      ({ structure: { sites } }) => sites.length <= 20,
    );
    let touched = 0;
    for (const [index, { structure }] of all.entries()) {
      if (separateAtoms(structure).steps > 0) touched++;
      const noise = Array.from({ length: 61 }, (_, at) => Math.abs(Math.sin(1e4 * (at + index))));
      const shaken = shake(structure, 1, noise);
      const { structure: parted, reached } = separateAtoms(shaken);
      if (structure.sites.length < 2) continue;
      expect(reached).toBe(true);
      expect(checkValidity(parted, { minimumCovalentRatio: 0.7 }).valid).toBe(true);
    }
    expect(touched / all.length).toBeLessThan(0.03);
    const rescaled = all.filter(({ structure }) => rescaleVolume(structure).factor !== 1);
    expect(rescaled.length / all.length).toBeLessThan(0.03);
  });
});
