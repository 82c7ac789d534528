import { compositionOf, latticeVolume } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";

import { cifText, cubicCell, hexagonalCell } from "../test/cifText.ts";
import type { CifTextParts } from "../test/cifText.ts";
import type { CifDiagnosticCode } from "./cifDiagnostic.ts";
import { parseCif } from "./parseCif.ts";

interface Reading {
  readonly structure: Structure;
  readonly codes: readonly CifDiagnosticCode[];
}

function read(text: string): Reading {
  const codes: CifDiagnosticCode[] = [];
  const structure = parseCif(text, { onDiagnostic: ({ code }) => codes.push(code) });
  return { structure, codes };
}

function readParts(parts: CifTextParts): Reading {
  return read(cifText(parts));
}

function failure(parts: CifTextParts): () => Structure {
  return () => parseCif(cifText(parts));
}

function code(expected: string): unknown {
  return expect.objectContaining({ name: "CifError", code: expected });
}

const sodium = "Na1 Na 0 0 0 1";

describe("parseCif on P 1 files", () => {
  it("reads cell, elements, labels and coordinates as written", () => {
    const { structure, codes } = read(`# generated using pymatgen
data_NaCl
_symmetry_space_group_name_H-M   'P 1'
_cell_length_a   3.98846200
_cell_length_b   3.98846201
_cell_length_c   3.98846202
_cell_angle_alpha   60.00000000
_cell_angle_beta   61.00000000
_cell_angle_gamma   62.00000000
_symmetry_Int_Tables_number   1
_chemical_formula_sum   'Na1 Cl1'
_cell_formula_units_Z   1
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
  Na  Na0  1  0.00000000  -0.25000000  1.33333334  1
  Cl  Cl1  1  0.50000000  0.50000001  0.33333333  1
`);
    expect(codes).toEqual([]);
    expect(structure.lattice).toMatchObject({
      a: 3.988462,
      b: 3.98846201,
      c: 3.98846202,
      alpha: 60,
      beta: 61,
      gamma: 62,
    });
    expect(structure.sites).toEqual([
      {
        species: [{ element: "Na", occupancy: 1 }],
        fractional: [0, 0.75, 1.33333334 - 1],
        label: "Na0",
      },
      {
        species: [{ element: "Cl", occupancy: 1 }],
        fractional: [0.5, 0.50000001, 0.33333333],
        label: "Cl1",
      },
    ]);
  });

  it("warns that Z contradicts a formula of the whole cell only for the record", () => {
    const { codes } = readParts({
      head: `_chemical_formula_sum 'Na2'\n_cell_formula_units_Z 2\n${hexagonalCell}`,
      atoms: `${sodium}\nNa2 Na .5 .5 .5 1`,
    });
    expect(codes).toEqual(["CIF_FORMULA_UNITS_CONTRADICTION"]);
  });

  it("reads a row over several lines, and several rows on one line", () => {
    const wrapped = readParts({ atoms: "Na1 Na 0 0\n 0 1\nCl1 Cl\n.5 .5 .5 1" });
    const joined = readParts({ atoms: `${sodium} Cl1 Cl .5 .5 .5 1` });
    expect(compositionOf(wrapped.structure)).toEqual({ Na: 1, Cl: 1 });
    expect(joined.structure).toEqual(wrapped.structure);
  });

  it("reads a single atom without a loop", () => {
    const { structure } = read(
      cifText({ atoms: sodium })
        .replace(/loop_\n_atom[^]*$/u, "")
        .concat(
          "_atom_site_label Fe1\n_atom_site_fract_x 0\n_atom_site_fract_y 0\n_atom_site_fract_z .5",
        ),
    );
    expect(structure.sites).toMatchObject([{ label: "Fe1", fractional: [0, 0, 0.5] }]);
  });

  it("is not confused by an anisotropic loop, comments, or a text field full of CIF", () => {
    const { structure, codes } = readParts({
      head: `_publ_section_title\n;\ndata_ loop_ 'quote #\n _cell_length_a 99\n  ;\n;\n${hexagonalCell}`,
      symmetry:
        "loop_ _atom_site_aniso_label _atom_site_aniso_U_11 Na1 0.01\n_space_group_IT_number 1",
      atoms: "Na1 Na 0 0 0 1 # first\n# none\nCl1 Cl .5 .5 .5 1",
    });
    expect(compositionOf(structure)).toEqual({ Na: 1, Cl: 1 });
    expect(structure.lattice.a).toBe(4);
    expect(codes).toEqual([]);
  });

  it("takes the first block that gives positions", () => {
    const placeholder = cifText({ atoms: "? ? ? ? ? ?" });
    const salt = cifText({ atoms: sodium }).replace("data_test", "data_b");
    const { structure, codes } = read(`data_global\n_a 1\n${placeholder}${salt}`);
    expect(compositionOf(structure)).toEqual({ Na: 1 });
    expect(codes).toEqual([]);
  });

  it("converts Cartesian coordinates with a along x, or with the matrix of the file", () => {
    const columns = ["label", "Cartn_x", "Cartn_y", "Cartn_z"];
    const plain = readParts({ head: hexagonalCell, columns, atoms: `Na1 1 ${Math.sqrt(3)} 3` });
    // a/2 + b/2 = (2, 0, 0) + (-1, √3, 0)
    plain.structure.sites[0]?.fractional.forEach((x) => {
      expect(x).toBeCloseTo(0.5, 12);
    });
    expect(plain.codes).toEqual(["CIF_CARTESIAN_COORDINATES"]);
    const matrix = [1, 2, 3]
      .flatMap((row) =>
        [1, 2, 3].map(
          (column) => `_atom_sites_fract_tran_matrix_${row}${column} ${row === column ? 0.1 : 0}`,
        ),
      )
      .join("\n");
    const tenAngstroms = cubicCell.replaceAll("4.0(1)", "10");
    const own = readParts({ head: `${tenAngstroms}\n${matrix}`, columns, atoms: "Na1 1 2 3" });
    expect(own.structure.sites[0]?.fractional).toEqual([0.1, 0.2, expect.closeTo(0.3, 12)]);
  });
});

describe("parseCif on symmetry", () => {
  const atoms = "Na1 Na 0.1 0.2 0.3 1";

  it("applies listed operators of either tag name, in any notation", () => {
    const { structure, codes } = readParts({
      symmetry: "loop_\n_space_group_symop_operation_xyz\n'+X, +Y, +Z'\n' 1/2 + X , 1/2 - Y , -Z '",
      atoms,
    });
    expect(structure.sites.map(({ fractional }) => fractional)).toEqual([
      [0.1, 0.2, 0.3],
      [0.6, 0.3, 0.7],
    ]);
    expect(codes).toEqual([]);
  });

  it("reads operators in upper case, with dotted names, and without a loop", () => {
    expect(
      readParts({ symmetry: "_SYMMETRY_EQUIV.POS_AS_XYZ x,y,z", atoms }).structure.sites,
    ).toHaveLength(1);
  });

  it("reads operators that hold spaces but no quotes, line by line", () => {
    const { structure, codes } = readParts({
      symmetry:
        "loop_\n_symmetry_equiv_pos_site_id\n_symmetry_equiv_pos_as_xyz\n1 x, y, z\n2 -x, -y, -z",
      atoms,
    });
    expect(structure.sites).toHaveLength(2);
    expect(codes).toContain("CIF_OPERATOR_UNQUOTED");
  });

  it.each(["0.3333 0.6667", "0.333 0.667", "0.33333333 0.66666667", "1/3 2/3"])(
    "moves %s onto the threefold axis and counts the atom once",
    (position) => {
      const { structure } = readParts({
        head: hexagonalCell,
        symmetry: "loop_ _symmetry_equiv_pos_as_xyz x,y,z -y,x-y,z -x+y,-x,z",
        atoms: `B1 B ${position} 0.1 1`,
      });
      expect(structure.sites).toHaveLength(1);
      const [x = NaN, y = NaN, z] = structure.sites[0]?.fractional ?? [];
      expect(x).toBeCloseTo(1 / 3, 12);
      expect(y).toBeCloseTo(2 / 3, 12);
      expect(z).toBe(0.1);
    },
  );

  it("keeps split atoms apart on both sides of a mirror, but not two full atoms", () => {
    const symmetry = "loop_ _symmetry_equiv_pos_as_xyz x,y,z x,y,-z";
    const half = readParts({ symmetry, atoms: "O1 O 0 0 0.004 0.5" });
    const full = readParts({ symmetry, atoms: "O1 O 0 0 0.004 1" });
    expect(half.structure.sites).toHaveLength(2);
    expect(full.structure.sites).toMatchObject([{ fractional: [0, 0, 0] }]);
  });

  it("counts an atom once that is listed although symmetry makes it", () => {
    const { structure, codes } = readParts({
      symmetry: "loop_ _symmetry_equiv_pos_as_xyz x,y,z -x,-y,-z",
      atoms: `${atoms}\nNa2 Na 0.9 0.8 0.7 1`,
    });
    expect(structure.sites).toHaveLength(2);
    expect(codes).toEqual(["CIF_DUPLICATE_SITE"]);
  });

  it.each([
    ["_symmetry_space_group_name_H-M 'P m m m m'"],
    ["_space_group_name_Hall 'not a symbol'"],
    ["_symmetry_Int_Tables_number '231'"],
    ["_space_group_IT_number 2\n_symmetry_space_group_name_H-M 'P 1'"],
    ["_space_group_crystal_system cubic"],
    ["_space_group_magn.name_BNS 'P_a 2/m'"],
    ["_space_group_ssg.name 'X2/m(a0g)0s'"],
    ["_symmetry_space_group_name_H-M 'F m 7 m'\nloop_ _symmetry_equiv_pos_as_xyz ?"],
  ])("never takes %j for P 1", (symmetry) => {
    expect(failure({ symmetry, atoms })).toThrow(code("CIF_SYMMETRY_OPERATORS_MISSING"));
  });

  it("takes the word of a file that says P 1, and warns when a file says nothing", () => {
    expect(readParts({ symmetry: "_space_group_name_H-M_alt 'P 1'", atoms }).codes).toEqual([]);
    expect(readParts({ symmetry: "", atoms }).codes).toEqual(["CIF_SYMMETRY_ASSUMED_P1"]);
  });

  it("warns when only the identity is listed under another name", () => {
    const symmetry = "_space_group_name_H-M_alt 'F m -3 m'\n_symmetry_equiv_pos_as_xyz x,y,z";
    expect(readParts({ symmetry, atoms }).codes).toEqual(["CIF_SYMMETRY_CONTRADICTION"]);
  });

  it("adds a missing identity and drops repeated operators, with a diagnostic", () => {
    const { structure, codes } = readParts({
      symmetry: "loop_ _symmetry_equiv_pos_as_xyz -x,-y,-z -x,-y,1-z",
      atoms,
    });
    expect(structure.sites[0]?.fractional).toEqual([0.1, 0.2, 0.3]);
    expect(structure.sites).toHaveLength(2);
    expect(codes).toEqual(["CIF_OPERATORS_NOT_A_GROUP", "CIF_OPERATORS_NOT_A_GROUP"]);
  });

  it("multiplies the operators of a magnetic CIF with its centrings", () => {
    const { structure } = readParts({
      symmetry:
        "loop_ _space_group_symop_magn_operation_xyz x,y,z,+1 -x,-y,-z,-1\n" +
        "loop_ _space_group_symop_magn_centering_xyz x,y,z,+1 x+1/2,y+1/2,z,-1",
      atoms,
    });
    expect(structure.sites).toHaveLength(4);
  });

  it.each(["x,y", "x,x,z", "2x,y,z", "x,y,w"])("refuses the operator %s", (operator) => {
    expect(failure({ symmetry: `_symmetry_equiv_pos_as_xyz ${operator}`, atoms })).toThrow(
      code("CIF_INVALID_OPERATOR"),
    );
  });
});

describe("parseCif on atoms", () => {
  it.each([
    ["Na", "Na", undefined],
    ["FE", "Fe", undefined],
    ["Na1+", "Na", 1],
    ["Na+", "Na", 1],
    ["O2-", "O", -2],
    ["O-", "O", -1],
    ["Fe+3", "Fe", 3],
    ["Ca++", "Ca", 2],
    ["Fe2.5+", "Fe", 2.5],
    ["Na0+", "Na", 0],
    ["D", "D", undefined],
    ["T", "T", undefined],
    ["2H", "D", undefined],
    ["13C", "C", undefined],
    ["'Cl '", "Cl", undefined],
  ])("reads the type symbol %s", (type, element, charge) => {
    const { structure, codes } = readParts({ atoms: `A1 ${type} 0 0 0 1` });
    expect(structure.sites[0]?.species).toEqual([
      charge === undefined ? { element, occupancy: 1 } : { element, occupancy: 1, charge },
    ]);
    expect(codes).toEqual([]);
  });

  it.each([
    ["Na1", "Na", []],
    ["Cl(1)", "Cl", []],
    ["C12A", "C", []],
    ["CA1", "Ca", ["CIF_ELEMENT_AMBIGUOUS"]],
    ["OW1", "O", ["CIF_ELEMENT_AMBIGUOUS"]],
    ["Wat1", "O", ["CIF_HYDROGEN_WITHOUT_COORDINATES"]],
    ["OH2", "O", ["CIF_HYDROGEN_WITHOUT_COORDINATES"]],
  ])("reads the element from the label %s", (label, element, expected) => {
    const columns = ["label", "fract_x", "fract_y", "fract_z"];
    const { structure, codes } = readParts({ columns, atoms: `${label} 0 0 0` });
    expect(structure.sites[0]?.species).toEqual([{ element, occupancy: 1 }]);
    expect(codes).toEqual(expected);
  });

  it("asks the formula whether CA1 is carbon or calcium", () => {
    const { structure, codes } = readParts({
      head: `_chemical_formula_sum C\n${hexagonalCell}`,
      columns: ["label", "fract_x", "fract_y", "fract_z"],
      atoms: "CA1 0 0 0",
    });
    expect(compositionOf(structure)).toEqual({ C: 1 });
    expect(codes).toEqual([]);
  });

  it("takes oxidation numbers from the list of atom types", () => {
    const { structure } = readParts({
      head: `${hexagonalCell}\nloop_ _atom_type_symbol _atom_type_oxidation_number Fe 2.5 O -2 X ?`,
      atoms: "Fe1 Fe 0 0 0 1\nO1 O .5 .5 .5 1",
    });
    expect(structure.sites.map(({ species }) => species[0]?.charge)).toEqual([2.5, -2]);
  });

  it.each([
    ["X1 . .5 .5 .5 1", "CIF_DUMMY_SITE"],
    ["Q1 X .5 .5 .5 1", "CIF_DUMMY_SITE"],
    ["H1 H ? ? ? 1", "CIF_SITE_WITHOUT_COORDINATES"],
    ["H1 H . 0 0 1", "CIF_SITE_WITHOUT_COORDINATES"],
    ["H1 H 0.5 0 0 0", "CIF_OCCUPANCY_ZERO"],
  ])("leaves out %j with a diagnostic", (row, expected) => {
    const { structure, codes } = readParts({ atoms: `${sodium}\n${row}` });
    expect(compositionOf(structure)).toEqual({ Na: 1 });
    expect(codes).toEqual([expected]);
  });

  it("leaves out a dummy atom by its flag", () => {
    const { structure, codes } = readParts({
      columns: ["label", "fract_x", "fract_y", "fract_z", "calc_flag"],
      atoms: "Na1 0 0 0 d\nH1 0.5 0 0 dum",
    });
    expect(compositionOf(structure)).toEqual({ Na: 1 });
    expect(codes).toEqual(["CIF_DUMMY_SITE"]);
  });

  it("takes an occupancy of . or ? as 1, and says so", () => {
    const { structure, codes } = readParts({ atoms: "Na1 Na 0 0 0 .\nCl1 Cl .5 .5 .5 ?" });
    expect(compositionOf(structure)).toEqual({ Na: 1, Cl: 1 });
    expect(codes).toEqual(["CIF_OCCUPANCY_ASSUMED", "CIF_OCCUPANCY_ASSUMED"]);
  });

  it("makes one site of several species that share a position, even under one label", () => {
    const { structure, codes } = readParts({
      atoms: "M Ge 0 0 0 0.4\nM Sb 0 0 0 0.4(1)\nTe Te .5 .5 .5 1",
    });
    expect(structure.sites).toMatchObject([
      {
        label: "M",
        species: [
          { element: "Ge", occupancy: 0.4 },
          { element: "Sb", occupancy: 0.4 },
        ],
      },
      { species: [{ element: "Te", occupancy: 1 }] },
    ]);
    expect(codes).toEqual([]);
  });

  it("scales occupancies that sum a little above 1, and refuses those that sum to 1.2", () => {
    const close = readParts({ atoms: "Na1 Na 0 0 0 0.55\nK1 K 0 0 0 0.55" });
    expect(close.structure.sites[0]?.species).toEqual([
      { element: "Na", occupancy: 0.5 },
      { element: "K", occupancy: 0.5 },
    ]);
    expect(close.codes).toEqual(["CIF_OCCUPANCY_ABOVE_ONE"]);
    expect(failure({ atoms: "Na1 Na 0 0 0 0.6\nK1 K 0 0 0 0.6" })).toThrow(
      code("CIF_INVALID_OCCUPANCY"),
    );
  });

  it("takes a refined 1.02 as 1, and refuses 2", () => {
    const { structure, codes } = readParts({ atoms: "Na1 Na 0 0 0 1.02(3)" });
    expect(compositionOf(structure)).toEqual({ Na: 1 });
    expect(codes).toEqual(["CIF_OCCUPANCY_ABOVE_ONE"]);
    expect(failure({ atoms: "Na1 Na 0 0 0 2" })).toThrow(code("CIF_INVALID_OCCUPANCY"));
    expect(failure({ atoms: "Na1 Na 0 0 0 -0.5" })).toThrow(code("CIF_INVALID_OCCUPANCY"));
  });

  it("keeps two full atoms on one position apart, with a diagnostic", () => {
    const { structure, codes } = readParts({ atoms: `${sodium}\nCl1 Cl 0 0 0 1` });
    expect(structure.sites).toHaveLength(2);
    expect(codes).toEqual(["CIF_SITES_OVERLAP"]);
  });

  it("says that attached hydrogens have no position", () => {
    const { codes } = readParts({
      columns: ["label", "fract_x", "fract_y", "fract_z", "attached_hydrogens"],
      atoms: "O1 0 0 0 2",
    });
    expect(codes).toEqual(["CIF_HYDROGEN_WITHOUT_COORDINATES"]);
  });
});

describe("parseCif on contradictions", () => {
  const head = (formula: string): string => `${formula}\n${hexagonalCell}`;

  it.each([
    ["_chemical_formula_sum 'Na2 Cl'", "CIF_FORMULA_CONTRADICTION"],
    ["_chemical_formula_sum 'Na K'", "CIF_FORMULA_CONTRADICTION"],
    ["_chemical_formula_sum 'Na Cl'\n_cell_formula_units_Z 4", "CIF_FORMULA_UNITS_CONTRADICTION"],
    ["_chemical_formula_sum '(Na Cl)x'", "CIF_FORMULA_UNREADABLE"],
    ["_cell_volume 64", "CIF_VOLUME_CONTRADICTION"],
  ])("remarks on %j", (formula, expected) => {
    const { codes } = readParts({ head: head(formula), atoms: `${sodium}\nCl1 Cl .5 .5 .5 1` });
    expect(codes).toEqual([expected]);
  });

  it("says nothing where formula and Z agree, deuterium counted as hydrogen", () => {
    const { codes } = readParts({
      head: head("_chemical_formula_sum 'H2 O'\n_cell_formula_units_Z 1"),
      atoms: "O1 O 0 0 0 1\nD1 D .2 0 0 1\nH1 H 0 .2 0 1",
    });
    expect(codes).toEqual([]);
  });
});

describe("parseCif refuses", () => {
  const atoms = sodium;
  const cubic = cifText({ atoms });

  it.each([
    ["a text without data block", "", "CIF_NO_STRUCTURE"],
    ["a block without atoms", "data_x\n_cell_length_a 4", "CIF_NO_STRUCTURE"],
    ["atoms without a cell", cubic.replace(/_cell_length_b.*\n/u, ""), "CIF_MISSING_CELL"],
    ["an unknown cell length", cubic.replace("b 4.0(1)", "b ?"), "CIF_MISSING_CELL"],
    ["a cell length that is no number", cubic.replace("b 4.0(1)", "b four"), "CIF_INVALID_NUMBER"],
    ["a cell that does not close", cubic.replace("gamma 90", "gamma 190"), "CIF_INVALID_CELL"],
    ["a cell of zero length", cubic.replace("b 4.0(1)", "b 0"), "CIF_INVALID_CELL"],
    ["two cells", cubic.replace("data_test", "data_test\n_cell_length_a 5"), "CIF_DUPLICATE_NAME"],
    ["two atom lists", `${cubic}loop_ _atom_site_fract_x 0 1\n`, "CIF_DUPLICATE_NAME"],
    ["an incomplete atom list", `${cubic}Cl1 Cl .5`, "CIF_INCOMPLETE_LOOP"],
    ["a coordinate that is no number", cubic.replace("Na 0", "Na zero"), "CIF_INVALID_NUMBER"],
    ["an unknown element", cubic.replace("Na1 Na", "Jj1 Jj"), "CIF_UNKNOWN_ELEMENT"],
    ["a mixture without shares", cubic.replace(" Na", " 'Si/Al'"), "CIF_UNKNOWN_ELEMENT"],
    ["a mixture of more than 1", cubic.replace(" Na", " '0.9Si + 0.5Al'"), "CIF_UNKNOWN_ELEMENT"],
    ["a list of dummy atoms", cubic.replace(" Na", " X"), "CIF_NO_STRUCTURE"],
  ])("%s", (_, text, expected) => {
    expect(() => parseCif(text)).toThrow(code(expected));
  });

  it("a fault with its line, column and block", () => {
    expect(() => parseCif(cubic.replace("Na 0 0", "Na 0 zero"))).toThrow(
      expect.objectContaining({ line: 18, column: 10, block: "test" }),
    );
  });

  it("more sites than the limit, without filling memory first", () => {
    expect(() =>
      parseCif(cifText({ atoms: "Na1 Na .1 .2 .3 1\nCl1 Cl .5 .5 .5 1" }), { maxSites: 1 }),
    ).toThrow(code("CIF_TOO_MANY_SITES"));
    const symmetry = `loop_ _symmetry_equiv_pos_as_xyz ${Array.from({ length: 5000 }, (_, i) => `x+${i}/9973,y,z`).join(" ")}`;
    const many = Array.from({ length: 5000 }, () => sodium).join("\n");
    expect(() => parseCif(cifText({ symmetry, atoms: many }), { maxSites: 10_000 })).toThrow(
      code("CIF_TOO_MANY_SITES"),
    );
  });

  it("nothing of a missing angle, which is 90 degrees with a warning", () => {
    const { structure, codes } = read(cubic.replace(/_cell_angle_beta.*\n/u, ""));
    expect(latticeVolume(structure.lattice)).toBeCloseTo(64, 10);
    expect(codes).toEqual(["CIF_CELL_ANGLE_ASSUMED"]);
  });
});
