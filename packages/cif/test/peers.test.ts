import { checkCif, parseCif, parseCifBlocks } from "@ftcp/cif";
import type { CifDiagnosticCode } from "@ftcp/cif";
import { compositionOf } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";

import { cifText, cubicCell, hexagonalCell } from "./cifText.ts";
import type { CifTextParts } from "./cifText.ts";

/**
 * Cases that other readers of CIF get wrong, most of them in silence, and failures that their users
 * reported. The expectation is by the dictionary and by hand.
 */

function read(parts: CifTextParts | string): {
  readonly structure: Structure;
  readonly codes: readonly CifDiagnosticCode[];
} {
  const codes: CifDiagnosticCode[] = [];
  const text = typeof parts === "string" ? parts : cifText(parts);
  const structure = parseCif(text, { onDiagnostic: ({ code }) => codes.push(code) });
  return { structure, codes };
}

const sites = (parts: CifTextParts | string): number => read(parts).structure.sites.length;
const amounts = (parts: CifTextParts | string): Readonly<Record<string, number>> =>
  compositionOf(read(parts).structure);

const salt = "Na1 Na 0 0 0 1\nCl1 Cl .5 .5 .5 1";
const carbon = "C1 C .125 .125 .125 1";
const rhombohedral = `_cell_length_a 5\n_cell_length_b 5\n_cell_length_c 5
_cell_angle_alpha 57\n_cell_angle_beta 57\n_cell_angle_gamma 57`;
const threefold = "loop_ _symmetry_equiv_pos_as_xyz x,y,z -y,x-y,z -x+y,-x,z";

describe("symmetry that others misread", () => {
  it.each([
    ["a symbol without operators", "_symmetry_space_group_name_H-M 'F m -3 m'", 8],
    ["a Hall symbol alone", "_space_group_name_Hall '-F 4 2 3'", 8],
    ["a Hall symbol with underscores", "_symmetry_space_group_name_Hall '-F_4_2_3'", 8],
    ["a number in quotes", "_symmetry_Int_Tables_number '225'", 8],
    ["a dotted data name", "_space_group.name_H-M_alt 'F m -3 m'", 8],
    ["a symbol of another spelling", "_space_group_name_H-M_alt Fm3m", 8],
  ])("%s", (_, symmetry, expected) => {
    const { structure, codes } = read({ symmetry, atoms: salt });
    expect(structure.sites).toHaveLength(expected);
    expect(codes).toContain("CIF_SYMMETRY_FROM_NAME");
  });

  it("P 21/n, which is not P 21/c, and which has four operators", () => {
    const symmetry = "_symmetry_space_group_name_H-M 'P 21/n'";
    const { structure } = read({ symmetry, atoms: "C1 C .1 .2 .3 1" });
    expect(
      structure.sites.map(({ fractional }) => fractional.map((x) => x.toFixed(1)).join()),
    ).toEqual(expect.arrayContaining(["0.1,0.2,0.3", "0.4,0.7,0.2", "0.9,0.8,0.7", "0.6,0.3,0.8"]));
  });

  it("an origin choice behind a colon", () => {
    expect(sites({ symmetry: "_space_group_name_H-M_alt 'F d -3 m :2'", atoms: carbon })).toBe(8);
    expect(sites({ symmetry: "_space_group_name_H-M_alt 'F d -3 m :1'", atoms: carbon })).toBe(16);
  });

  it("an origin that is left open, from where the atoms are", () => {
    const symmetry = "_space_group_name_H-M_alt 'F d -3 m'";
    const second = read({ symmetry, atoms: carbon });
    const first = read({ symmetry, atoms: "C1 C 0 0 0 1" });
    expect([second.structure.sites.length, first.structure.sites.length]).toEqual([8, 8]);
    expect(second.codes).toContain("CIF_SYMMETRY_AMBIGUOUS");
  });

  it("an origin that is left open, from the formula, against where the atoms are", () => {
    const head = `_chemical_formula_sum C\n_cell_formula_units_Z 16\n${cubicCell}`;
    const symmetry = "_space_group_name_H-M_alt 'F d -3 m'";
    expect(sites({ head, symmetry, atoms: carbon })).toBe(16);
  });

  it("rhombohedral axes, written or from the cell", () => {
    const atoms = "C1 C .2 .2 .2 1";
    for (const symbol of ["R 3 2 :R", "R 3 2"]) {
      expect(
        sites({ head: rhombohedral, symmetry: `_space_group_name_H-M_alt '${symbol}'`, atoms }),
      ).toBe(2);
    }
    const hexagonal = "_space_group_name_H-M_alt 'R 3 2'";
    expect(sites({ head: hexagonalCell, symmetry: hexagonal, atoms: "C1 C 0 0 .2 1" })).toBe(6);
  });

  it.each([
    ["'0.5+x, 0.5+y, z'", 2],
    ["'+X, +Y, +Z'", 1],
    ["'-x+1/2,y,z'", 2],
    ["' 1/2 + X , Y , Z '", 2],
    ["'x+.5,y,z'", 2],
  ])("the operator %s", (operator, expected) => {
    const symmetry = `loop_ _symmetry_equiv_pos_as_xyz 'x,y,z' ${operator}`;
    expect(sites({ symmetry, atoms: "Na1 Na .1 .2 .3 1" })).toBe(expected);
  });

  it("compound operators such as x-y, and operators without a loop", () => {
    expect(sites({ head: hexagonalCell, symmetry: threefold, atoms: "B1 B .1 .3 0 1" })).toBe(3);
    expect(sites({ symmetry: "_symmetry_equiv_pos_as_xyz x,y,z", atoms: salt })).toBe(2);
  });

  it("operators without quotes but with spaces", () => {
    const symmetry = "loop_\n_symmetry_equiv_pos_as_xyz\nx, y, z\n-x, -y, -z";
    expect(sites({ symmetry, atoms: "Na1 Na .1 .2 .3 1" })).toBe(2);
  });

  it("operators that repeat each other, or are no group", () => {
    const repeated = "loop_ _symmetry_equiv_pos_as_xyz x,y,z -x,-y,-z -x,1-y,-z x,y,1+z";
    expect(sites({ symmetry: repeated, atoms: "In1 In .1 .2 .3 1" })).toBe(2);
    const open = "loop_ _symmetry_equiv_pos_as_xyz x,y,z -y,x,z";
    const { structure, codes } = read({ symmetry: open, atoms: "In1 In .1 .2 .3 1" });
    expect(structure.sites).toHaveLength(2);
    expect(codes).toContain("CIF_OPERATORS_NOT_A_GROUP");
  });

  it("a list of the identity alone under a name that says more: the list counts, with a warning", () => {
    const symmetry =
      "_symmetry_space_group_name_H-M 'I 41/a m d'\n_symmetry_equiv_pos_as_xyz x,y,z";
    const { structure, codes } = read({ symmetry, atoms: salt });
    expect(structure.sites).toHaveLength(2);
    expect(codes).toContain("CIF_SYMMETRY_CONTRADICTION");
  });

  it("operators of another group than the name, of the same order", () => {
    const symmetry =
      "_symmetry_space_group_name_H-M 'P m'\nloop_ _symmetry_equiv_pos_as_xyz x,y,z -x,-y,-z";
    expect(read({ symmetry, atoms: "Na1 Na .1 .2 .3 1" }).codes).toContain(
      "CIF_SYMMETRY_CONTRADICTION",
    );
  });

  it("a cell that the symmetry cannot have, and an angle that it demands", () => {
    const fourfold = "loop_ _symmetry_equiv_pos_as_xyz x,y,z -y,x,z -x,-y,z y,-x,z";
    const head = cubicCell.replace("b 4.0", "b 5.0");
    expect(read({ head, symmetry: fourfold, atoms: salt }).codes).toContain(
      "CIF_CELL_CONTRADICTION",
    );
    const open = hexagonalCell.replace(/_cell_angle_gamma.*/u, "");
    const { structure, codes } = read({ head: open, symmetry: threefold, atoms: "B1 B 0 0 0 1" });
    expect(structure.lattice.gamma).toBe(120);
    expect(codes).toEqual(["CIF_CELL_ANGLE_ASSUMED"]);
  });

  it("operators of a superspace group, for the average structure", () => {
    const symmetry =
      "loop_ _space_group_symop_ssg_operation_algebraic x1,x2,x3,x4 -x1,-x2,x3+1/2,-x4+1/2";
    const { structure, codes } = read({ symmetry, atoms: "Na1 Na .1 .2 .3 1" });
    expect(structure.sites[1]?.fractional).toEqual([0.9, 0.8, 0.8]);
    expect(codes).toEqual(["CIF_MODULATED_STRUCTURE"]);
  });
});

describe("special positions that others misread", () => {
  it.each([".3333 .6667", ".333 .667", ".33 .67", "0.666 0.333"])(
    "%s on a threefold axis is one atom, in a cell of any size",
    (xy) => {
      for (const length of ["4.0", "24.0"]) {
        const head = hexagonalCell.replaceAll("4.0", length);
        const partial = `B1 B ${xy} 0 0.3`;
        expect(sites({ head, symmetry: threefold, atoms: partial })).toBe(1);
        expect(sites({ head, symmetry: threefold, atoms: `B1 B ${xy} 0 1` })).toBe(1);
      }
    },
  );

  it("an atom refined beside a mirror stays split where it is half there", () => {
    const symmetry = "loop_ _symmetry_equiv_pos_as_xyz x,y,z x,y,-z";
    expect(sites({ symmetry, atoms: "O1 O 0 0 0.0120(8) 0.5" })).toBe(2);
    const full = read({ symmetry, atoms: "O1 O 0 0 0.0100(8) 1" });
    expect(full.structure.sites).toMatchObject([{ fractional: [0, 0, 0] }]);
    expect(full.codes).toEqual(["CIF_SITE_MOVED"]);
    expect(read({ symmetry, atoms: "O1 O 0 0 0.0300(8) 1" }).codes).toEqual(["CIF_SITES_OVERLAP"]);
  });

  it("does not change coordinates on general positions", () => {
    const symmetry = "loop_ _symmetry_equiv_pos_as_xyz x,y,z -x,-y,-z";
    const { structure } = read({ symmetry, atoms: "C1 C .33334 .66667 .1234567 1" });
    expect(structure.sites[0]?.fractional).toEqual([0.33334, 0.66667, 0.1234567]);
  });

  it("counts rows once that symmetry relates, in a list of all atoms under a name", () => {
    const symmetry = "_space_group_name_H-M_alt 'P -3'";
    const atoms = "C1 C 0 0 0 1\nW1 W .3333 .6667 .25 1\nW2 W .6667 .3333 .75 1";
    const { structure, codes } = read({ head: hexagonalCell, symmetry, atoms });
    expect(compositionOf(structure)).toEqual({ C: 1, W: 2 });
    expect(codes).toContain("CIF_DUPLICATE_SITE");
  });
});

describe("atoms that others misread", () => {
  it("occupancies of . and ?", () => {
    expect(amounts({ atoms: "Na1 Na 0 0 0 .\nCl1 Cl .5 .5 .5 ?" })).toEqual({ Na: 1, Cl: 1 });
  });

  it("two elements on a position under the same label", () => {
    const { structure } = read({ atoms: "M1 Ge 0 0 0 .4\nM1 Sb 0 0 0 .4\nTe1 Te .5 .5 .5 1" });
    expect(structure.sites).toHaveLength(2);
    expect(compositionOf(structure)).toEqual({ Ge: 0.4, Sb: 0.4, Te: 1 });
  });

  it("occupancies that sum to 1.2, an error unless more is allowed", () => {
    const atoms = "Na1 Na 0 0 0 .6\nK1 K 0 0 0 .6";
    const check = checkCif(cifText({ atoms }));
    expect(check.diagnostics).toContainEqual(
      expect.objectContaining({ severity: "error", code: "CIF_INVALID_OCCUPANCY" }),
    );
    const structure = parseCif(cifText({ atoms }), { maxOccupancy: 1.5 });
    expect(compositionOf(structure)).toEqual({ Na: 0.5, K: 0.5 });
  });

  it("quoted occupancies with an uncertainty", () => {
    expect(amounts({ atoms: "Na1 Na 0 0 0 '0.707(2)'" })).toEqual({ Na: 0.707 });
  });

  it("occupancies of 2 and 10 are errors, not merged sites", () => {
    for (const occupancy of ["2", "10"]) {
      expect(() => read({ atoms: `Na1 Na 0 0 0 ${occupancy}` })).toThrow(
        expect.objectContaining({ code: "CIF_INVALID_OCCUPANCY" }),
      );
    }
  });

  it.each([
    ["D", { D: 1 }],
    ["FE", { Fe: 1 }],
    ["CL", { Cl: 1 }],
    ["Na1+", { Na: 1 }],
    ["O-", { O: 1 }],
    ["'0.75Si + 0.25Al'", { Si: 0.75, Al: 0.25 }],
    ["Si0.75Al0.25", { Si: 0.75, Al: 0.25 }],
  ])("the type symbol %s", (type, expected) => {
    expect(amounts({ atoms: `X1 ${type} 0 0 0 1` })).toEqual(expected);
  });

  it.each([
    ["CA1", "", { Ca: 1 }],
    ["CA1", "C H4", { C: 1 }],
    ["OH1", "", { O: 1 }],
    ["OH2", "", { O: 1 }],
    ["Wat1", "", { O: 1 }],
    ["WatX2", "H2 O", { O: 1 }],
    ["W1", "H2 O", { O: 1 }],
    ["W1", "W O3", { W: 1 }],
    ["Ho1", "C H4 O", { H: 1 }],
    ["Ho1", "Ho2 O3", { Ho: 1 }],
    ["Sl", "Pb S", { S: 1 }],
    ["Dw1", "D2 O", { D: 1 }],
  ])("the label %s in the formula '%s'", (label, formula, expected) => {
    const head = formula === "" ? cubicCell : `_chemical_formula_sum '${formula}'\n${cubicCell}`;
    const columns = ["label", "fract_x", "fract_y", "fract_z"];
    expect(amounts({ head, columns, atoms: `${label} 0 0 0` })).toEqual(expected);
  });

  it("the type symbol goes before the label, and oxidation numbers are charges", () => {
    const head = `${cubicCell}\nloop_ _atom_type_symbol _atom_type_oxidation_number Fe 3`;
    const { structure } = read({ head, atoms: "Co1 Fe 0 0 0 1" });
    expect(structure.sites[0]?.species).toEqual([{ element: "Fe", occupancy: 1, charge: 3 }]);
  });

  it("dummy atoms and atoms without a position are left out, with a remark", () => {
    const { structure, codes } = read({ atoms: `${salt}\nX1 . 0 0 .5 1\nH1 H ? ? ? 1` });
    expect(structure.sites).toHaveLength(2);
    expect(codes).toEqual(["CIF_DUMMY_SITE", "CIF_SITE_WITHOUT_COORDINATES"]);
  });

  it("attached hydrogens complete the formula", () => {
    const columns = ["label", "fract_x", "fract_y", "fract_z", "attached_hydrogens"];
    const head = `_chemical_formula_sum 'H2 O'\n${cubicCell}`;
    const { codes } = read({ head, columns, atoms: "O1 0 0 0 2" });
    expect(codes).toEqual(["CIF_HYDROGEN_WITHOUT_COORDINATES"]);
  });

  it("alternatives of a disordered part keep their occupancies, and two full ones are told", () => {
    const columns = ["label", "fract_x", "fract_y", "fract_z", "occupancy", "disorder_group"];
    const half = read({ columns, atoms: "O1A 0 0 0 .6 1\nO1B 0 0 .1 .4 2\nNa1 .5 .5 .5 1 ." });
    expect(compositionOf(half.structure)).toEqual({ O: 1, Na: 1 });
    expect(half.codes).toEqual([]);
    const full = read({ columns, atoms: "O1A 0 0 0 1 1\nO1B 0 0 .1 1 2" });
    expect(full.codes).toEqual(["CIF_DISORDER_CONTRADICTION"]);
  });

  it("several models of a molecule: the first one is read", () => {
    const columns = ["id", "type_symbol", "Cartn_x", "Cartn_y", "Cartn_z", "pdbx_PDB_model_num"];
    const { structure, codes } = read({ columns, atoms: "1 C 0 0 0 1\n2 C 0.1 0 0 2" });
    expect(structure.sites).toHaveLength(1);
    expect(codes).toContain("CIF_FURTHER_MODELS");
  });

  it("Cartesian coordinates with the matrix of the core dictionary or of mmCIF, in either direction", () => {
    const head = cubicCell.replaceAll("4.0(1)", "10");
    const atoms = "Na1 1 2 3";
    const columns = ["label", "Cartn_x", "Cartn_y", "Cartn_z"];
    const swap = [
      ["0", "1", "0"],
      ["1", "0", "0"],
      ["0", "0", "1"],
    ];
    const matrix = (name: (row: number, column: number) => string, factor: string): string =>
      swap
        .flatMap((row, i) => row.map((x, j) => `${name(i + 1, j + 1)} ${x === "1" ? factor : "0"}`))
        .join("\n");
    for (const given of [
      matrix((i, j) => `_atom_sites_fract_tran_matrix_${i}${j}`, "0.1"),
      matrix((i, j) => `_atom_sites.fract_transf_matrix[${i}][${j}]`, "0.1"),
      matrix((i, j) => `_atom_sites_Cartn_tran_matrix_${i}${j}`, "10"),
    ]) {
      const { structure } = read({ head: `${head}\n${given}`, columns, atoms });
      const [x = NaN, y = NaN, z = NaN] = structure.sites[0]?.fractional ?? [];
      expect([x, y, z].map((value) => value.toFixed(9))).toEqual([
        "0.200000000",
        "0.100000000",
        "0.300000000",
      ]);
    }
  });
});

describe("text that others misread", () => {
  const atoms = salt;

  it.each([
    ["a comment on a row of atoms", cifText({ atoms: "Na1 Na 0 0 0 1 # here\nCl1 Cl .5 .5 .5 1" })],
    ["a text field with data_ in it", `${cifText({ atoms })}_a\n;\ndata_x 'no'\n# ; \n;\n`],
    ["an indented semicolon in a text field", `${cifText({ atoms })}_a\n;\n ; still\n;\n`],
    ["a row over two lines", cifText({ atoms: "Na1 Na 0 0\n0 1 Cl1 Cl\n.5 .5 .5 1" })],
    ["two rows on a line", cifText({ atoms: "Na1 Na 0 0 0 1 Cl1 Cl .5 .5 .5 1" })],
    [
      "upper case",
      cifText({ atoms }).replaceAll(/^_.*|^loop_|^data_/gmu, (tag) => tag.toUpperCase()),
    ],
    ["a byte order mark and CRLF", `\uFEFF${cifText({ atoms }).replaceAll("\n", "\r\n")}`],
    ["dotted names", cifText({ atoms }).replaceAll("_atom_site_", "_atom_site.")],
    ["an angle such as 90.(0)", cifText({ atoms }).replaceAll(/ 90$/gmu, " 90.(0)")],
    ["displacement parameters before the atoms", withDisplacements()],
    ["a misspelt loop_", cifText({ atoms }).replace("loop_\n_atom", "_loop\n_atom")],
  ])("%s", (_, text) => {
    expect(amounts(text)).toEqual({ Na: 1, Cl: 1 });
  });

  function withDisplacements(): string {
    const loop = "loop_ _atom_site_aniso_label _atom_site_aniso_U_11 Na1 0.01 Cl1 0.02\n";
    return cifText({ head: `${cubicCell}\n${loop}`, atoms });
  }

  it("three blocks, two with a crystal: both are read", () => {
    const sodium = cifText({ atoms: "Na1 Na 0 0 0 1" });
    const chlorine = cifText({ atoms: "Cl1 Cl 0 0 0 1" }).replace("data_test", "data_c");
    const { blocks } = parseCifBlocks(`${sodium}data_b\n_a 1\n${chlorine}`);
    expect(
      blocks.map(({ structure }) => (structure?.ok ? compositionOf(structure.value) : undefined)),
    ).toEqual([{ Na: 1 }, undefined, { Cl: 1 }]);
    expect(blocks.map(({ symmetry }) => symmetry?.source)).toEqual([
      "operators",
      undefined,
      "operators",
    ]);
  });
});
