import {
  createLattice,
  createSite,
  latticeFromMatrix,
  parseHallSymbol,
  spaceGroupSettings,
} from "@ftcp/crystal";
import type { Site, Structure, SymmetryOperation, Vector3 } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";

import { expectSameSites, expectWrittenBySetting } from "../test/writtenBySetting.ts";
import { tripleProduct } from "./formats/tripleProduct.ts";
import { parseCif } from "./parseCif.ts";
import { parseCifBlocks } from "./parseCifBlocks.ts";
import { expandSymmetry } from "./symmetry/expandSymmetry.ts";
import { writeCif } from "./writeCif.ts";

/** All sites of a cell from a few. */
function fill(
  lattice: Structure["lattice"],
  operations: readonly SymmetryOperation[],
  sites: readonly Site[],
): Structure {
  return expandSymmetry({ lattice, sites }, operations);
}

function rowsOf(text: string): string[][] {
  const lines = text.split("\n");
  const rows = lines.slice(lines.indexOf(" _atom_site_occupancy") + 1);
  return rows.filter((row) => row !== "").map((row) => row.trim().split(/ +/u));
}

const cube = createLattice({ a: 5.64, b: 5.64, c: 5.64, alpha: 90, beta: 90, gamma: 90 });
const fm3m = parseHallSymbol("-F 4 2 3");
const salt = fill(cube, fm3m, [
  createSite("Na", [0, 0, 0], "Na1"),
  createSite("Cl", [0.5, 0.5, 0.5], "Cl1"),
]);

describe("writeCif by symmetry", () => {
  it("writes space group, operations and the asymmetric unit", () => {
    const text = writeCif(salt, {
      symmetry: { operations: fm3m },
      wyckoffLetters: salt.sites.map(({ species }) => (species[0]?.element === "Na" ? "a" : "b")),
    });
    expect(text).toContain("_space_group_name_H-M_alt         'F m -3 m'\n");
    expect(text).toContain("_space_group_name_Hall            '-F 4 2 3'\n");
    expect(text).toContain("_space_group_IT_number            225\n");
    expect(text).toContain("  1   'x, y, z'\n");
    expect(text.match(/^ {2}\d+ +'[^']+'$/gmu)).toHaveLength(192);
    expect(rowsOf(text)).toEqual([
      ["Na", "Na1", "4", "a", "0", "0", "0", "1"],
      ["Cl", "Cl1", "4", "b", "0.5", "0.5", "0.5", "1"],
    ]);
    expect(text).toMatch(/_cell_formula_units_Z +4\n/u);
  });

  it("is undone by parseCif in every twentieth of the 530 settings", () => {
    for (const [index, setting] of spaceGroupSettings.entries()) {
      if (index % 20 === 5) expectWrittenBySetting(setting);
    }
  });

  it("moves sites and cell that are a little off onto the symmetry, by no more than that", () => {
    const off = {
      lattice: createLattice({ a: 5.641, b: 5.64, c: 5.639, alpha: 90.01, beta: 90, gamma: 89.99 }),
      sites: salt.sites.map((site, index) => ({
        ...site,
        fractional: site.fractional.map(
          (x, axis) => (x + 1 + 0.0008 * Math.sin(5 * index + axis)) % 1,
        ) as unknown as Vector3,
      })),
    };
    const text = writeCif(off, { symmetry: { operations: fm3m } });
    const read = parseCif(text);
    expect(rowsOf(text).map((row) => row.slice(3, 6))).toEqual([
      ["0", "0", "0"],
      ["0.5", "0.5", "0.5"],
    ]);
    const { a, b, c, alpha, beta, gamma } = read.lattice;
    expect([b, c, alpha, beta, gamma]).toEqual([a, a, 90, 90, 90]);
    expect(a).toBeCloseTo(5.64, 3);
    expectSameSites(read, off, 0.02);
  });

  it("writes operations alone, as decimals, for another origin, which stays", () => {
    const origin: Vector3 = [0.1, 0.07, 0.013];
    const shifted = fm3m.map(({ rotation, translation }): SymmetryOperation => ({
      rotation,
      translation: rotation.map(
        (row, axis) =>
          (translation[axis] ?? 0) +
          (origin[axis] ?? 0) -
          (row[0] * origin[0] + row[1] * origin[1] + row[2] * origin[2]),
      ) as unknown as Vector3,
    }));
    const moved = {
      lattice: cube,
      sites: salt.sites.map((site) =>
        createSite(site.species, [
          site.fractional[0] + origin[0],
          site.fractional[1] + origin[1],
          site.fractional[2] + origin[2],
        ]),
      ),
    };
    // The translations as a search gives them: each by itself, so that they are no exact group.
    const found = shifted.map(({ rotation, translation: [x, y, z] }, index) => ({
      rotation,
      translation: index === 0 ? [0, 0, 0] : [x + 1e-4 * Math.sin(index), y, z],
    })) as SymmetryOperation[];
    for (const symmetry of [
      { operations: shifted },
      { operations: found, toConventional: { originShift: origin } },
    ]) {
      const text = writeCif(moved, { symmetry });
      expect(text).not.toContain("_space_group_name");
      expect(rowsOf(text)).toHaveLength(2);
      const { blocks, diagnostics } = parseCifBlocks(text);
      const read = blocks[0]?.structure;
      if (read?.ok !== true) throw read?.error ?? new Error("missing");
      expect(diagnostics).toEqual([]);
      expectSameSites(read.value, moved, 1e-3);
    }
  });

  it("keeps shared and partly empty sites, charges and isotopes", () => {
    const mixed = [
      { element: "Fe", occupancy: 0.625, charge: 3 },
      { element: "D", occupancy: 0.25 },
    ];
    const structure = fill(cube, fm3m, [
      createSite(mixed, [0, 0, 0], "M1"),
      createSite([{ element: "O", occupancy: 1, charge: -2 }], [0.25, 0.25, 0.25], "O1"),
    ]);
    const text = writeCif(structure, { symmetry: { operations: fm3m } });
    expect(rowsOf(text).map((row) => row.slice(0, 3))).toEqual([
      ["Fe3+", "M1", "4"],
      ["D", "D1", "4"],
      ["O2-", "O1", "8"],
    ]);
    expectSameSites(parseCif(text), structure, 1e-10);
  });

  it("writes the same crystal for left-handed vectors, and not its mirror image", () => {
    // In P 31 2 1 the hand matters.
    const operations = parseHallSymbol('P 31 2"');
    const right = fill(
      createLattice({ a: 4.91, b: 4.91, c: 5.4, alpha: 90, beta: 90, gamma: 120 }),
      operations,
      [createSite("Si", [0.47, 0, 1 / 3]), createSite("O", [0.41, 0.27, 0.119])],
    );
    const [a, b, c] = right.lattice.matrix;
    const negative = ([x, y, z]: Vector3): Vector3 => [0 - x, 0 - y, 0 - z];
    const left = {
      lattice: latticeFromMatrix([negative(a), negative(b), negative(c)]),
      sites: right.sites.map(({ species, fractional }) =>
        createSite(species, negative(fractional)),
      ),
    };
    const inverted = operations.map(({ rotation, translation }) => ({
      rotation,
      translation: negative(translation),
    }));
    expect(tripleProduct(left.lattice.matrix)).toBeLessThan(0);
    expectSameSites(parseCif(writeCif(left)), right, 1e-9);
    const text = writeCif(left, { symmetry: { operations: inverted } });
    expect(text).toMatch(/_space_group_IT_number +152\n/u);
    expectSameSites(parseCif(text), right, 1e-9);
  });

  it.each<[string, Structure, readonly SymmetryOperation[]]>([
    ["do not map the sites", { ...salt, sites: salt.sites.slice(1) }, fm3m],
    ["do not keep the lattice", { ...salt, lattice: createLattice({ ...cube, c: 6 }) }, fm3m],
    ["are no group", salt, fm3m.slice(0, 5)],
    ["are none", salt, []],
    [
      "are not whole",
      salt,
      [
        {
          rotation: [
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 0.5],
          ],
          translation: [0, 0, 0],
        },
      ],
    ],
  ])("refuses operations that %s", (_, structure, operations) => {
    expect(() => writeCif(structure, { symmetry: { operations } })).toThrow(
      expect.objectContaining({ code: "CIF_UNWRITABLE" }),
    );
  });

  it("writes CIF 2.0 with any text in items, and says which version it is", () => {
    const items = { _ftcp_remark: "5.64 Å, 'it''s' \"fine\"", _ftcp_list: "[1 2]" };
    const text = writeCif(salt, { version: "2.0", items, symmetry: { operations: fm3m } });
    expect(text.startsWith("#\\#CIF_2.0\ndata_NaCl\n")).toBe(true);
    expect(parseCif(text, { mode: "strict" }).sites).toHaveLength(8);
    expect(text).toContain("Å");
    expect(writeCif(salt, { version: "1.1" }).startsWith("#\\#CIF_1.1\n")).toBe(true);
    expect(() => writeCif(salt, { items })).toThrow(
      expect.objectContaining({ code: "CIF_UNWRITABLE" }),
    );
  });
});
