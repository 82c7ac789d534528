import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { anyDisguise, anyStructure, disguise, mirror } from "../../test/arbitraries.ts";
import { textbook, textbookCrystals, textbookMatches, toStructure } from "../../test/fixtures.ts";
import { createLattice } from "../lattice/createLattice.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import { createStructure } from "../structure/createStructure.ts";
import { siteElement } from "../structure/siteElement.ts";
import type { Structure } from "../structure/structure.ts";
import { compareStructures } from "./compareStructures.ts";

/** Two cells along the first vector. */
function double({ lattice, sites }: Structure): Structure {
  const [[x, y, z], b, c] = lattice.matrix;
  return createStructure(
    latticeFromMatrix([[2 * x, 2 * y, 2 * z], b, c]),
    [...sites, ...sites].map(siteElement),
    [0, 0.5].flatMap((shift) =>
      sites.map(
        ({ fractional }) => [fractional[0] / 2 + shift, fractional[1], fractional[2]] as const,
      ),
    ),
  );
}

/** Zinc blende layers, each shifted by a third along the long diagonal, forwards or backwards. */
function polytype(steps: readonly (1 | -1)[]): Structure {
  const count = steps.length;
  const lattice = createLattice({
    a: 3.8,
    b: 3.8,
    c: 3.1 * count,
    alpha: 90,
    beta: 90,
    gamma: 120,
  });
  const shifts = steps.map((_, layer) => steps.slice(0, layer).reduce<number>((x, y) => x + y, 0));
  return createStructure(
    lattice,
    shifts.flatMap(() => ["Zn", "S"]),
    shifts.flatMap((shift, layer) =>
      [0, 0.75].map((z) => [shift / 3, -shift / 3, (layer + z) / count] as const),
    ),
  );
}

describe("compareStructures", () => {
  it("gives pymatgen's verdict on all pairs of textbook crystals", () => {
    const found: [string, string][] = [];
    for (const [index, left] of textbookCrystals.entries()) {
      for (const right of textbookCrystals.slice(index + 1)) {
        if (compareStructures(toStructure(left), toStructure(right))) {
          found.push([left.name, right.name]);
        }
      }
    }
    expect(found).toEqual(textbookMatches);
  });

  it("recognises a crystal in any description, with tight tolerances too", () => {
    const tight = { lengthTolerance: 1e-3, angleTolerance: 0.1, siteTolerance: 1e-3, scale: false };
    fc.assert(
      fc.property(
        fc.oneof(anyStructure, fc.constantFrom(...textbookCrystals.map(toStructure))),
        anyDisguise,
        (structure, how) => {
          const other = disguise(structure, how);
          expect(compareStructures(structure, other)).toBe(true);
          expect(compareStructures(other, structure, { ...tight, primitive: false })).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("recognises a supercell unless told not to look for primitive cells", () => {
    for (const crystal of textbookCrystals) {
      const structure = toStructure(crystal);
      expect(compareStructures(structure, double(structure))).toBe(true);
      expect(compareStructures(structure, double(structure), { primitive: false })).toBe(false);
    }
  });

  it("tells mirror images apart only on request", () => {
    const quartz = textbook("right quartz SiO2");
    expect(compareStructures(quartz, mirror(quartz))).toBe(true);
    expect(compareStructures(quartz, mirror(quartz), { mirrorImages: false })).toBe(false);
    expect(compareStructures(quartz, quartz, { mirrorImages: false })).toBe(true);
    const rutile = textbook("rutile TiO2");
    expect(compareStructures(rutile, mirror(rutile), { mirrorImages: false })).toBe(true);
  });

  it("ignores the volume only with scale", () => {
    const { lattice, sites } = textbook("caesium chloride");
    const large = lattice.matrix.map((row) =>
      row.map((x) => 1.3 * x),
    ) as unknown as typeof lattice.matrix;
    const larger = { lattice: latticeFromMatrix(large), sites };
    expect(compareStructures({ lattice, sites }, larger)).toBe(true);
    expect(compareStructures({ lattice, sites }, larger, { scale: false })).toBe(false);
  });

  it("tells displaced atoms and other elements apart", () => {
    const perovskite = textbook("perovskite SrTiO3");
    const elements = perovskite.sites.map(siteElement);
    const positions = perovskite.sites.map(({ fractional }) => fractional);
    const moved = createStructure(
      perovskite.lattice,
      elements,
      positions.map(([x, y, z], index) => (index === 1 ? [x + 0.1, y, z] : [x, y, z])),
    );
    expect(compareStructures(perovskite, moved)).toBe(true);
    expect(compareStructures(perovskite, moved, { siteTolerance: 0.05 })).toBe(false);
    const barium = createStructure(
      perovskite.lattice,
      elements.map((element) => (element === "Sr" ? "Ba" : element)),
      positions,
    );
    expect(compareStructures(perovskite, barium)).toBe(false);
    expect(compareStructures(barium, perovskite)).toBe(false);
  });

  it("tells long polytypes apart in little time", () => {
    const zhdanov = (forwards: number, backwards: number): readonly (1 | -1)[] => [
      ...Array.from({ length: forwards }, () => 1 as const),
      ...Array.from({ length: backwards }, () => -1 as const),
    ];
    const equal = zhdanov(18, 18);
    const start = process.cpuUsage().user;
    expect(compareStructures(polytype(equal), polytype(zhdanov(21, 15)))).toBe(false);
    expect((process.cpuUsage().user - start) / 1e6).toBeLessThan(5); // Trying all images needs 60.
    const elsewhere = [...equal.slice(5), ...equal.slice(0, 5)];
    expect(compareStructures(polytype(equal), polytype(elsewhere))).toBe(true);
  });

  it("never matches an empty cell", () => {
    const empty = { lattice: textbook("copper").lattice, sites: [] };
    expect(compareStructures(empty, empty)).toBe(false);
  });

  it("refuses negative tolerances as a wrong call", () => {
    const copper = textbook("copper");
    for (const options of [{ siteTolerance: -1 }, { lengthTolerance: NaN }]) {
      expect(() => compareStructures(copper, copper, options)).toThrow(RangeError);
    }
  });
});
