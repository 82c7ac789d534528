import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import fc from "fast-check";
import {
  anyDisguise,
  anyRotation,
  anyStructure,
  anyUnimodular,
  disguise,
} from "../../test/arbitraries.ts";
import { parameterList, textbook, textbookCrystals, toStructure } from "../../test/fixtures.ts";
import { createImageFinder } from "../distance/createImageFinder.ts";
import { determinant } from "../geometry/determinant.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { createLattice } from "../lattice/createLattice.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import { createSite } from "../structure/createSite.ts";
import { createStructure } from "../structure/createStructure.ts";
import { siteElement } from "../structure/siteElement.ts";
import type { Structure } from "../structure/structure.ts";
import { compareStructures } from "./compareStructures.ts";
import { matchStructures } from "./matchStructures.ts";
import type { StructureMatch } from "./structureMatch.ts";

const anyCrystal = fc.oneof(anyStructure, fc.constantFrom(...textbookCrystals.map(toStructure)));

const anyShifts = fc.array(
  fc.tuple(
    ...([0, 1, 2] as const).map(() => fc.double({ min: -0.15, max: 0.15, noNaN: true })),
  ) as unknown as fc.Arbitrary<Vector3>,
  { minLength: 64, maxLength: 64 },
);

/** The crystal with each atom moved by some tenths of Å. */
function displace({ lattice, sites }: Structure, shifts: readonly Vector3[]): Structure {
  const { a, b, c } = lattice;
  return createStructure(
    lattice,
    sites.map(siteElement),
    sites.map(({ fractional: [x, y, z] }, index) => {
      const [dx, dy, dz] = shifts[index % shifts.length] ?? [0, 0, 0];
      return [x + dx / a, y + dy / b, z + dz / c] as const;
    }),
  );
}

/** `times` cells along one vector. */
function repeat({ lattice, sites }: Structure, axis: 0 | 1 | 2, times: number): Structure {
  const matrix = lattice.matrix.map((row, index) =>
    row.map((x) => (index === axis ? times * x : x)),
  ) as unknown as typeof lattice.matrix;
  return {
    lattice: latticeFromMatrix(matrix),
    sites: Array.from({ length: times }, (_, step) =>
      sites.map(({ species, fractional }) =>
        createSite(
          species,
          fractional.map((x, index) =>
            index === axis ? (x + step) / times : x,
          ) as unknown as Vector3,
        ),
      ),
    ).flat(),
  };
}

function expectMatch(match: StructureMatch | undefined): StructureMatch {
  if (match === undefined) throw new Error("There is no match.");
  return match;
}

/** Distances in Å, in the cell of `left`, between its sites and those that the match lays on them. */
function distancesOf(left: Structure, right: Structure, match: StructureMatch): readonly number[] {
  const { nearest } = createImageFinder(left.lattice);
  return left.sites.map(({ fractional: to }, index) => {
    const from = right.sites[match.mapping[index] ?? -1]?.fractional ?? [NaN, NaN, NaN];
    const [x, y, z] = multiplyRow(from, match.transformation);
    const [tx, ty, tz] = match.translation;
    return Math.hypot(...nearest(x + tx - to[0], y + ty - to[1], z + tz - to[2]));
  });
}

describe("matchStructures", () => {
  it("finds no displacement between two descriptions of a crystal", () => {
    fc.assert(
      fc.property(anyCrystal, anyDisguise, (structure, how) => {
        const match = expectMatch(matchStructures(structure, disguise(structure, how)));
        expect(match.max).toBeLessThan(1e-6);
        expect(match.scale).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });

  it("gives one rms for all descriptions of two crystals: basis, rotation, origin, order", () => {
    fc.assert(
      fc.property(
        anyCrystal,
        anyShifts,
        anyDisguise,
        anyDisguise,
        (structure, shifts, how, other) => {
          const moved = displace(structure, shifts);
          const plain = matchStructures(structure, moved);
          const disguised = matchStructures(disguise(structure, how), disguise(moved, other));
          expect(disguised === undefined).toBe(plain === undefined);
          expectClose([disguised?.rms ?? 0], [plain?.rms ?? 0], { atol: 1e-5 });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("gives the same rms for a supercell", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...textbookCrystals.filter(({ elements }) => elements.length <= 8)),
        anyShifts,
        anyDisguise,
        fc.constantFrom(0 as const, 1 as const, 2 as const),
        fc.integer({ min: 2, max: 3 }),
        (crystal, shifts, how, axis, times) => {
          const structure = toStructure(crystal);
          const moved = displace(structure, shifts);
          const plain = matchStructures(structure, moved);
          const large = disguise(repeat(moved, axis, times), how);
          const match = matchStructures(structure, large);
          expect(match === undefined).toBe(plain === undefined);
          expectClose([match?.rms ?? 0], [plain?.rms ?? 0], { atol: 1e-5 });
        },
      ),
      { numRuns: 40 },
    );
  });

  it("is symmetric", () => {
    const anyStrain = fc.double({ min: -0.2, max: 0.2, noNaN: true });
    fc.assert(
      fc.property(anyCrystal, anyShifts, anyStrain, anyDisguise, (left, shifts, strain, how) => {
        const [[ax, ay, az], b, c] = left.lattice.matrix;
        const strained = latticeFromMatrix([[ax * (1 + strain), ay, az], b, c]);
        const right = disguise({ ...displace(left, shifts), lattice: strained }, how);
        const match = matchStructures(left, right);
        const back = matchStructures(right, left);
        expect(back === undefined).toBe(match === undefined);
        expectClose([back?.rms ?? 0], [match?.rms ?? 0], { atol: 1e-6 });
        expect(compareStructures(left, right)).toBe(match !== undefined);
        expectClose([(match?.scale ?? 1) * (back?.scale ?? 1)], [1], { atol: 1e-9 });
      }),
      { numRuns: 60 },
    );
  });

  it("says which site lies on which, and by what transformation", () => {
    fc.assert(
      fc.property(anyCrystal, anyDisguise, (left, how) => {
        const right = disguise(left, how);
        const match = expectMatch(matchStructures(left, right, { primitive: false }));
        expect(Math.max(...distancesOf(left, right, match))).toBeLessThan(1e-5);
        expect(new Set(match.mapping).size).toBe(left.sites.length);
        expect(match.mapping.map((index) => right.sites[index]?.species)).toEqual(
          left.sites.map(({ species }) => species),
        );
        expect(match.transformation.flat().every(Number.isInteger)).toBe(true);
        expect(Math.abs(determinant(match.transformation))).toBe(1);
        expectClose(
          parameterList(
            latticeFromMatrix(multiplyMatrices(match.transformation, left.lattice.matrix)),
          ),
          parameterList(right.lattice),
          { rtol: 1e-5 },
        );
      }),
      { numRuns: 60 },
    );
  });

  it("does so for supercells on either side, by rational transformations", () => {
    const rutile = textbook("rutile TiO2");
    for (const [left, right] of [
      [rutile, repeat(rutile, 0, 3)],
      [repeat(rutile, 2, 2), rutile],
      [repeat(rutile, 1, 2), repeat(rutile, 2, 3)],
    ] as const) {
      for (const options of [{}, { primitive: false, attemptSupercell: true }]) {
        const match = matchStructures(left, right, options);
        if (match === undefined) {
          // Two cells and three: neither is a supercell of the other.
          expect([left.sites.length, right.sites.length]).toEqual([12, 18]);
          continue;
        }
        expect(match.rms).toBeLessThan(1e-6);
        expect(match.mapping).toHaveLength(left.sites.length);
        expectClose(
          [determinant(match.transformation)].map(Math.abs),
          [right.sites.length / left.sites.length],
          { rtol: 1e-12 },
        );
        // With the shift applied to images that lie in the cell of `left`.
        const back = expectMatch(matchStructures(right, left, options));
        expect(back.rms).toBeLessThan(1e-6);
      }
    }
  });

  it("measures displacements in Å in the mean cell", () => {
    // Cs and Cl move apart by 0.2 Å along a: each is 0.1 Å from its place.
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const build = (x: number): Structure =>
      createStructure(
        lattice,
        ["Cs", "Cl"],
        [
          [0, 0, 0],
          [x, 0.5, 0.5],
        ],
      );
    const match = expectMatch(matchStructures(build(0.5), build(0.55)));
    expectClose(
      [match.rms, match.max, match.rmsDistance, match.maxDistance],
      [0.1 / 32 ** (1 / 3), 0.1 / 32 ** (1 / 3), 0.1, 0.1],
      { rtol: 1e-9 },
    );
    const larger = { ...build(0.55), lattice: createLattice({ ...lattice, a: 5, b: 5, c: 5 }) };
    expect(expectMatch(matchStructures(build(0.5), larger)).scale).toBeCloseTo(0.8, 12);
    expect(matchStructures(build(0.5), larger, { scale: false })?.scale).toBeUndefined();
  });

  it("keeps the hand without mirror images", () => {
    const quartz = textbook("right quartz SiO2");
    fc.assert(
      fc.property(anyUnimodular, anyRotation, (unimodular, rotation) => {
        const how = { unimodular, rotation, shift: [0.1, 0.2, 0.3] as const, order: [] };
        const match = expectMatch(
          matchStructures(quartz, disguise(quartz, how), { mirrorImages: false }),
        );
        expect(determinant(match.transformation)).toBe(1);
      }),
      { numRuns: 20 },
    );
  });

  it("compares charges and occupancies, elements alone, any elements, or positions", () => {
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const pair = (first: Structure["sites"][0]["species"], second: string): Structure => ({
      lattice,
      sites: [createSite(first, [0, 0, 0]), createSite(second, [0.5, 0.5, 0.5])],
    });
    const plain = pair([{ element: "Cs", occupancy: 1 }], "Cl");
    const charged = pair([{ element: "Cs", occupancy: 1, charge: 1 }], "Cl");
    const mixed = pair(
      [
        { element: "K", occupancy: 0.5 },
        { element: "Cs", occupancy: 0.5 },
      ],
      "Cl",
    );
    const turned = pair(
      [
        { element: "Cs", occupancy: 0.5, charge: 1 },
        { element: "K", occupancy: 0.5, charge: 1 },
      ],
      "Cl",
    );
    const other = pair([{ element: "Tl", occupancy: 1 }], "I");
    expect(compareStructures(plain, charged)).toBe(false);
    expect(compareStructures(plain, charged, { sites: "elements" })).toBe(true);
    expect(compareStructures(mixed, turned)).toBe(false);
    expect(compareStructures(mixed, turned, { sites: "elements" })).toBe(true);
    expect(compareStructures(plain, mixed, { sites: "elements" })).toBe(false);
    expect(compareStructures(plain, other, { sites: "elements" })).toBe(false);
    expect(compareStructures(plain, mixed, { sites: "framework" })).toBe(true);
    const match = expectMatch(matchStructures(plain, other, { sites: "anonymous" }));
    expect([...(match.substitution?.keys() ?? [])]).toEqual(["Cl", "Cs"]);
    expect(new Set(match.substitution?.values())).toEqual(new Set(["Tl", "I"]));
  });

  it("admits more by the rms than by the largest displacement", () => {
    const quartz = textbook("right quartz SiO2");
    const moved = displace(quartz, [
      [0.9, 0, 0],
      ...Array.from({ length: 8 }, () => [0, 0, 0] as const),
    ]);
    const options = { siteTolerance: 0.2 };
    expect(matchStructures(quartz, moved, options)).toBeUndefined();
    const match = expectMatch(matchStructures(quartz, moved, { ...options, criterion: "rms" }));
    expect(match.rms).toBeLessThan(0.2);
    expect(match.max).toBeGreaterThan(0.2);
  });
});
