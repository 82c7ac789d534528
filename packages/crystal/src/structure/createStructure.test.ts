import { describe, expect, it } from "@jest/globals";
import { createLattice } from "../lattice/createLattice.ts";
import { createSite } from "./createSite.ts";
import { createStructure } from "./createStructure.ts";
import { density } from "./density.ts";
import { isOrdered } from "./isOrdered.ts";
import { siteElement } from "./siteElement.ts";
import { volumePerAtom } from "./volumePerAtom.ts";

const lattice = createLattice({ a: 4.123, b: 4.123, c: 4.123, alpha: 90, beta: 90, gamma: 90 });
const caesiumChloride = createStructure(
  lattice,
  ["Cs", "Cl"],
  [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
  ],
);

describe("createStructure", () => {
  it("wraps coordinates and keeps the order", () => {
    const { sites } = createStructure(
      lattice,
      ["Cl", "Cs"],
      [
        [1.5, -0.5, 0.5],
        [-1, 1, -0],
      ],
    );
    expect(sites).toEqual([
      { species: [{ element: "Cl", occupancy: 1 }], fractional: [0.5, 0.5, 0.5] },
      { species: [{ element: "Cs", occupancy: 1 }], fractional: [0, 0, 0] },
    ]);
  });

  it("refuses lists of different length as a wrong call", () => {
    expect(() => createStructure(lattice, ["Cs"], [])).toThrow(RangeError);
  });

  it("refuses unknown elements and coordinates that are not finite", () => {
    expect(() => createStructure(lattice, ["Xx"], [[0, 0, 0]])).toThrow(
      expect.objectContaining({ code: "CRYSTAL_UNKNOWN_ELEMENT" }),
    );
    for (const x of [NaN, Infinity]) {
      expect(() => createStructure(lattice, ["Cs"], [[0, x, 0]])).toThrow(
        expect.objectContaining({ code: "CRYSTAL_INVALID_SITE" }),
      );
    }
  });
});

describe("createSite", () => {
  it("keeps a label and leaves it out when there is none", () => {
    expect(createSite("Na", [0, 0, 0], "Na1").label).toBe("Na1");
    expect("label" in createSite("Na", [0, 0, 0])).toBe(false);
  });

  it.each([[[]], [[0]], [[1.2]], [[-0.1]], [[NaN]], [[0.7, 0.7]]])(
    "refuses occupancies %j",
    (occupancies) => {
      const species = occupancies.map((occupancy) => ({ element: "Na", occupancy }));
      expect(() => createSite(species, [0, 0, 0])).toThrow(
        expect.objectContaining({ code: "CRYSTAL_INVALID_SITE" }),
      );
    },
  );

  it("forgives the rounding of occupancies", () => {
    const species = [0.334, 0.333, 0.334].map((occupancy) => ({ element: "Na", occupancy }));
    expect(createSite(species, [0, 0, 0]).species).toHaveLength(3);
  });
});

describe("isOrdered", () => {
  const half = createSite([{ element: "Na", occupancy: 0.5 }], [0, 0, 0]);
  it("is true for full sites of one element only", () => {
    expect(isOrdered(caesiumChloride)).toBe(true);
    expect(isOrdered({ lattice, sites: [...caesiumChloride.sites, half] })).toBe(false);
  });

  it("goes with siteElement, which names the site it refuses", () => {
    expect(caesiumChloride.sites.map(siteElement)).toEqual(["Cs", "Cl"]);
    expect(() => siteElement(half)).toThrow(
      expect.objectContaining({ code: "CRYSTAL_DISORDERED_SITE", data: { site: half } }),
    );
  });
});

describe("density", () => {
  it("of caesium chloride is that of the handbook", () => {
    // CRC Handbook: 3.988 g/cm³
    expect(density(caesiumChloride)).toBeCloseTo(3.988, 2);
  });

  it("of an empty cell is 0", () => {
    expect(density({ lattice, sites: [] })).toBe(0);
  });
});

describe("volumePerAtom", () => {
  it("shares the cell among the atoms, partial ones too", () => {
    expect(volumePerAtom(caesiumChloride)).toBeCloseTo(4.123 ** 3 / 2, 10);
    const half = createSite([{ element: "Na", occupancy: 0.5 }], [0, 0, 0]);
    expect(volumePerAtom({ lattice, sites: [half] })).toBeCloseTo(4.123 ** 3 * 2, 10);
  });

  it("does not exist for an empty cell", () => {
    expect(() => volumePerAtom({ lattice, sites: [] })).toThrow(
      expect.objectContaining({ code: "CRYSTAL_NO_SITES" }),
    );
  });
});
