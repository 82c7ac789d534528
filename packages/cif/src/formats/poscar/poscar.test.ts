import { createLattice, createSite, createStructure, latticeFromMatrix } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { arbitraryOrderedCrystal } from "../../../test/arbitraryCrystal.ts";
import type { FormatDiagnostic } from "../formatDiagnostic.ts";
import { FormatError } from "../formatError.ts";
import { tripleProduct } from "../tripleProduct.ts";
import { parsePoscar } from "./parsePoscar.ts";
import type { ParsePoscarOptions } from "./parsePoscar.ts";
import { writePoscar } from "./writePoscar.ts";

const cubic = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });

/** A POSCAR with parts of it replaced. */
function poscar(parts: {
  comment?: string;
  scale?: string;
  kinds?: string;
  mode?: string;
  rows?: string;
  rest?: string;
}): string {
  const { comment = "salt", scale = "1.0", kinds = "Na Cl\n1 1", mode = "Direct" } = parts;
  const { rows = "0 0 0\n0.5 0.5 0.5", rest = "" } = parts;
  return `${comment}\n${scale}\n4 0 0\n0 4 0\n0 0 4\n${kinds}\n${mode}\n${rows}\n${rest}`;
}

function read(
  text: string,
  options: ParsePoscarOptions = {},
): { elements: string[]; labels: (string | undefined)[]; codes: string[]; x: number[] } {
  const codes: string[] = [];
  const onDiagnostic = ({ code }: FormatDiagnostic): void => void codes.push(code);
  const { sites } = parsePoscar(text, { ...options, onDiagnostic });
  return {
    elements: sites.map(({ species }) => species[0]?.element ?? ""),
    labels: sites.map(({ label }) => label),
    codes,
    x: sites.map(({ fractional }) => fractional[0]),
  };
}

describe("parsePoscar", () => {
  it("reads a plain file without a remark", () => {
    const { elements, labels, codes } = read(poscar({}));
    expect(elements).toEqual(["Na", "Cl"]);
    expect(labels).toEqual([undefined, undefined]);
    expect(codes).toEqual([]);
  });

  it("scales vectors and Cartesian positions alike", () => {
    const rows = "0 0 0\n2 2 2";
    const one = parsePoscar(poscar({ scale: "1.5", mode: "Cartesian", rows }));
    expect(one.lattice.matrix[0]).toEqual([6, 0, 0]);
    expect(one.sites[1]?.fractional).toEqual([0.5, 0.5, 0.5]);
    const three = parsePoscar(poscar({ scale: "1 2 3 ! remark", mode: "kartesisch", rows }));
    expect([three.lattice.a, three.lattice.b, three.lattice.c]).toEqual([4, 8, 12]);
    expect(three.sites[1]?.fractional).toEqual([0.5, 0.5, 0.5]);
    const volume = parsePoscar(poscar({ scale: "-125", mode: "Cartesian", rows }));
    expect(volume.lattice.a).toBeCloseTo(5, 12);
    expect(volume.sites[1]?.fractional[0]).toBeCloseTo(0.5, 12);
  });

  it("reads numbers as Fortran writes them", () => {
    expect(read(poscar({ scale: "1.0D0", rows: "1.d-1 0 0\n+.5E0 .5 .5" })).x).toEqual([0.1, 0.5]);
  });

  it("takes the element from names of pseudopotentials and odd spellings", () => {
    expect(read(poscar({ kinds: "Na_pv/5f2e CL\n1 1 ! comment" }))).toMatchObject({
      elements: ["Na", "Cl"],
      codes: ["FORMAT_ELEMENT_SPELLING"],
    });
  });

  it("reads symbols and counts that are wrapped over lines", () => {
    const { elements } = read(poscar({ kinds: "Na Cl\nNa\n1 0\n1", rows: "0 0 0\n0.5 0.5 0.5" }));
    expect(elements).toEqual(["Na", "Na"]);
  });

  it("leaves flags of selective dynamics out with a remark, and keeps labels behind them", () => {
    const rows = "0 0 0 T F T Na1\n0.5 0.5 0.5 F F F Cl";
    expect(read(poscar({ mode: "Selective dynamics\nDirect", rows }))).toMatchObject({
      labels: ["Na1", undefined],
      codes: ["FORMAT_PROPERTIES_IGNORED"],
    });
  });

  it("says when velocities follow, and not when blank lines do", () => {
    expect(read(poscar({ rest: "\n0.1 0.1 0.1\n0 0 0\n" })).codes).toEqual([
      "FORMAT_VELOCITIES_IGNORED",
    ]);
    expect(read(poscar({ rest: "\n \n" })).codes).toEqual([]);
  });

  it("takes unnamed coordinates as direct ones, as VASP does, with a remark", () => {
    for (const mode of ["", "fractional"]) {
      expect(read(poscar({ mode })).codes).toEqual(["FORMAT_COORDINATES_ASSUMED_DIRECT"]);
    }
  });

  it("wraps coordinates into the cell", () => {
    expect(read(poscar({ rows: "-0.25 0 0\n1.5 0 0" })).x).toEqual([0.75, 0.5]);
  });

  it("reads any line ends and a byte order mark", () => {
    for (const end of ["\r\n", "\r"]) {
      expect(read(`\uFEFF${poscar({})}`.replaceAll("\n", end)).elements).toEqual(["Na", "Cl"]);
    }
  });

  describe("of VASP 4, which does not name the elements", () => {
    const kinds = "1 1";
    it("takes them from the caller", () => {
      expect(read(poscar({ kinds }), { elements: ["K", "Br"] }).elements).toEqual(["K", "Br"]);
      expect(() => read(poscar({ kinds }), { elements: ["K"] })).toThrow(
        expect.objectContaining({ code: "FORMAT_ELEMENTS_MISSING" }),
      );
    });

    it("takes them from behind the coordinates", () => {
      const rows = "0 0 0 Ba\n0.5 0.5 0.5 O";
      expect(read(poscar({ kinds, rows }))).toMatchObject({ elements: ["Ba", "O"], codes: [] });
    });

    it.each(["Na Cl", "Na1 Cl1"])("takes them from the comment %s with a warning", (comment) => {
      expect(read(poscar({ kinds, comment }))).toMatchObject({
        elements: ["Na", "Cl"],
        codes: ["FORMAT_ELEMENTS_FROM_COMMENT"],
      });
    });

    it.each(["NaCl", "Na Cl again", "Na Na", "Na2 Cl1", "na cl", ""])(
      "makes nothing up from the comment %j",
      (comment) => {
        expect(() => read(poscar({ kinds, comment }))).toThrow(
          expect.objectContaining({ code: "FORMAT_ELEMENTS_MISSING", line: 6 }),
        );
      },
    );
  });

  it.each([
    ["nothing", "", "FORMAT_INCOMPLETE", 1, 1],
    ["a comment only", "NaCl", "FORMAT_INCOMPLETE", 2, 1],
    ["a scale of 0", poscar({ scale: "0" }), "FORMAT_INVALID_NUMBER", 2, 1],
    ["two scales", poscar({ scale: "1 2" }), "FORMAT_INVALID_NUMBER", 2, 1],
    [
      "three scales with a negative one",
      poscar({ scale: "1 2 -3" }),
      "FORMAT_INVALID_NUMBER",
      2,
      1,
    ],
    ["no scale", poscar({ scale: "large" }), "FORMAT_INVALID_NUMBER", 2, 1],
    ["a short vector", "x\n1\n4 0\n", "FORMAT_INVALID_NUMBER", 3, 1],
    ["no number in a vector", "x\n1\n4 0 0\n0 **** 0\n", "FORMAT_INVALID_NUMBER", 4, 3],
    ["vectors in one plane", "x\n1\n4 0 0\n0 4 0\n4 4 0\nNa\n1\n", "FORMAT_INVALID_LATTICE", 3, 1],
    ["no element", poscar({ kinds: "Na Xx\n1 1" }), "FORMAT_UNKNOWN_ELEMENT", 6, 4],
    ["too few counts", poscar({ kinds: "Na Cl\n2" }), "FORMAT_INVALID_LINE", 8, 1],
    ["too many counts", poscar({ kinds: "Na Cl\n1 1 1" }), "FORMAT_INVALID_LINE", 7, 1],
    ["a count that is none", poscar({ kinds: "Na Cl\n1 1.5" }), "FORMAT_INVALID_NUMBER", 7, 3],
    ["counts of 0", poscar({ kinds: "Na\n0" }), "FORMAT_NO_STRUCTURE", 7, 1],
    ["too many sites", poscar({ kinds: "Na\n999999999" }), "FORMAT_TOO_MANY_SITES", 7, 1],
    ["no mode", "x\n1\n4 0 0\n0 4 0\n0 0 4\nNa\n1\n0 0 0\n", "FORMAT_INVALID_LINE", 8, 1],
    ["a short position", poscar({ rows: "0 0 0\n0.5 0.5" }), "FORMAT_INVALID_NUMBER", 10, 1],
    ["too few positions", poscar({ rows: "0 0 0" }), "FORMAT_INCOMPLETE", 10, 1],
  ])("refuses %s", (_, text, code, line, column) => {
    expect(() => parsePoscar(text)).toThrow(expect.objectContaining({ code, line, column }));
  });

  it("refuses a text above maxLength", () => {
    expect(() => parsePoscar(poscar({}), { maxLength: 10 })).toThrow(
      expect.objectContaining({ code: "FORMAT_TOO_LONG" }),
    );
  });

  it("throws nothing but FormatError for any text", () => {
    const line = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        "1.0",
        "4 0 0",
        "0 4 0",
        "0 0 4",
        "Na Cl",
        "1 1",
        "Direct",
        "0 0 0",
        "-5",
        "",
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
        try {
          parsePoscar(lines.join("\n"));
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("writePoscar", () => {
  it("writes a file that reads like one by hand", () => {
    const structure = createStructure(
      cubic,
      ["Na", "Na", "Cl"],
      [
        [0, 0, 0],
        [0.5, 0, 1 / 3],
        [0.5, 0.5, 0.5],
      ],
    );
    expect(writePoscar(structure)).toBe(`Na2Cl
1.0
4.0                  0.0                  0.0
0.0                  4.0                  0.0
0.0                  0.0                  4.0
Na Cl
2 1
Direct
0.0                  0.0                  0.0
0.5                  0.0                  0.3333333333333333
0.5                  0.5                  0.5
`);
  });

  it("is undone by parsePoscar, bit for bit, for right-handed vectors", () => {
    fc.assert(
      fc.property(arbitraryOrderedCrystal, (structure) => {
        fc.pre(tripleProduct(structure.lattice.matrix) > 0);
        const withoutCharges = {
          lattice: structure.lattice,
          sites: structure.sites.map(({ species, fractional, label }) =>
            createSite(species[0]?.element ?? "", fractional, label),
          ),
        };
        expect(parsePoscar(writePoscar(structure))).toEqual(withoutCharges);
      }),
      { numRuns: 500 },
    );
  });

  it("inverts left-handed vectors together with the coordinates, which is the same crystal", () => {
    const lattice = latticeFromMatrix([
      [0, 4, 0],
      [5, 0, 0],
      [0, 1, 6],
    ]);
    const structure = { lattice, sites: [createSite("Po", [0.25, 0.125, 0])] };
    const written = parsePoscar(writePoscar(structure));
    expect(tripleProduct(written.lattice.matrix)).toBe(120);
    expect(written.lattice.matrix).toEqual([
      [0, -4, 0],
      [-5, 0, 0],
      [0, -1, -6],
    ]);
    expect(written.sites[0]?.fractional).toEqual([0.75, 0.875, 0]);
  });

  it("says what it leaves out", () => {
    const codes: string[] = [];
    const sites = [
      createSite([{ element: "Na", occupancy: 1, charge: 1 }], [0, 0, 0], "a b"),
      createSite("Cl", [0.5, 0.5, 0.5]),
    ];
    const text = writePoscar(
      { lattice: cubic, sites },
      { comment: "two\nlines", onDiagnostic: ({ code }) => codes.push(code) },
    );
    expect(codes).toEqual(["FORMAT_LABELS_LEFT_OUT", "FORMAT_CHARGES_LEFT_OUT"]);
    expect(text.startsWith("two lines\n1.0\n")).toBe(true);
    expect(text).not.toContain("a b");
  });

  it.each([
    ["a partly empty site", [createSite([{ element: "Na", occupancy: 0.5 }], [0, 0, 0])]],
    ["no sites", []],
  ])("refuses %s", (_, sites) => {
    expect(() => writePoscar({ lattice: cubic, sites })).toThrow(
      expect.objectContaining({ code: "FORMAT_UNWRITABLE", format: "poscar" }),
    );
  });
});
