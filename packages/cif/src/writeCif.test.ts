import { createLattice, createSite, createStructure } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { arbitraryStructure } from "../test/arbitraryStructure.ts";
import { CifError } from "./cifError.ts";
import { parseCif } from "./parseCif.ts";
import { parseCifDocument } from "./syntax/parseCifDocument.ts";
import { writeCif } from "./writeCif.ts";

const cubic = createLattice({ a: 4.123, b: 4.123, c: 4.123, alpha: 90, beta: 90, gamma: 90 });
const salt: Structure = createStructure(
  cubic,
  ["Cs", "Cl"],
  [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
  ],
);

describe("writeCif", () => {
  it("writes a file that reads like one by hand", () => {
    expect(writeCif(salt)).toBe(`data_CsCl
_symmetry_space_group_name_H-M    'P 1'
_symmetry_Int_Tables_number       1
_cell_length_a                    4.123
_cell_length_b                    4.123
_cell_length_c                    4.123
_cell_angle_alpha                 90
_cell_angle_beta                  90
_cell_angle_gamma                 90
_cell_volume                      ${4.123 * 4.123 * 4.123}
_chemical_formula_sum             'Cl Cs'
_cell_formula_units_Z             1
loop_
 _symmetry_equiv_pos_site_id
 _symmetry_equiv_pos_as_xyz
  1  'x, y, z'
loop_
 _atom_site_type_symbol
 _atom_site_label
 _atom_site_symmetry_multiplicity
 _atom_site_fract_x
 _atom_site_fract_y
 _atom_site_fract_z
 _atom_site_occupancy
  Cs  Cs1  1  0  0  0  1
  Cl  Cl1  1  0.5  0.5  0.5  1
`);
  });

  it("is undone by parseCif, bit for bit, for any crystal", () => {
    fc.assert(
      fc.property(arbitraryStructure, (structure) => {
        expect(parseCif(writeCif(structure), { mode: "strict" })).toEqual(structure);
      }),
      { numRuns: 500 },
    );
  });

  it("gives no reason for a remark, for any crystal", () => {
    fc.assert(
      fc.property(arbitraryStructure, (structure) => {
        const codes: string[] = [];
        parseCif(writeCif(structure), { onDiagnostic: ({ code }) => codes.push(code) });
        // A formula with six decimals cannot carry traces: occupancies of 1e-9 are lost in it, and
        // the number of formula units with them.
        expect(codes.filter((code) => !code.startsWith("CIF_FORMULA_"))).toEqual([]);
      }),
    );
  });

  it("keeps unique labels and makes up the others", () => {
    const sites = [
      createSite("Na", [0, 0, 0]),
      createSite("Na", [0.1, 0, 0], "Na1"),
      createSite("Na", [0.2, 0, 0], "twice"),
      createSite("Na", [0.3, 0, 0], "twice"),
      createSite("Na", [0.4, 0, 0], "with 'space"),
    ];
    const { sites: read } = parseCif(writeCif({ lattice: cubic, sites }));
    expect(read.map(({ label }) => label)).toEqual(["Na2", "Na1", "Na3", "Na4", "with 'space"]);
  });

  it("carries further items of any printable text", () => {
    const printable = fc.string({
      unit: fc.constantFrom(..."ab_;#'\"$[]?. \t\n0".split("")),
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        printable,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (remark, figure) => {
          let text: string;
          try {
            text = writeCif(salt, { items: { _ftcp_remark: remark, _ftcp_figure: figure } });
          } catch (error) {
            // Only a line that begins with a semicolon cannot be written in CIF 1.1.
            expect(error).toBeInstanceOf(CifError);
            expect(remark).toContain("\n;");
            return;
          }
          const [block] = parseCifDocument(text, { mode: "strict" }).blocks;
          expect(block?.value("_ftcp_remark")?.text).toBe(remark);
          if (remark === "?" || remark === ".") {
            expect(block?.value("_ftcp_remark")?.delimiter).not.toBe("bare");
          }
          expect(Number(block?.value("_ftcp_figure")?.text)).toBe(figure + 0);
          expect(parseCif(text).sites).toHaveLength(2);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("writes comments and the name of the block so that they do no harm", () => {
    const text = writeCif(salt, { name: "my crystal\n_cell_length_a 1", comment: "data_x\nÅ" });
    const { blocks } = parseCifDocument(text, { mode: "strict" });
    expect(blocks.map(({ name }) => name)).toEqual(["my_crystal__cell_length_a_1"]);
    expect(text.startsWith("# data_x\n# ?\ndata_")).toBe(true);
  });

  it.each([
    ["a name that is no data name", { items: { remark: "x" } }],
    ["a name with a space", { items: { "_a b": "x" } }],
    ["a name in use", { items: { _Cell_Length_A: 1 } }],
    ["a name of the atom list", { items: { "_atom_site.label": 1 } }],
    ["a number that is not finite", { items: { _a: NaN } }],
    ["a text that is not ASCII", { items: { _a: "Å" } }],
  ])("refuses %s", (_, options) => {
    expect(() => writeCif(salt, options)).toThrow(
      expect.objectContaining({ code: "CIF_UNWRITABLE" }),
    );
  });

  it("writes the formula with Z where amounts are whole, in Hill's order", () => {
    const sites = ["C", "C", "H", "H", "O", "O", "Br", "Br"].map((element, index) =>
      createSite(element, [index / 8, 0, 0]),
    );
    const text = writeCif({ lattice: cubic, sites });
    expect(text).toContain("'C H Br O'");
    expect(text).toMatch(/_cell_formula_units_Z +2\n/u);
  });

  it("writes a cell without atoms", () => {
    const text = writeCif({ lattice: cubic, sites: [] });
    expect(() => parseCif(text, { mode: "strict" })).toThrow(
      expect.objectContaining({ code: "CIF_NO_STRUCTURE" }),
    );
  });
});
