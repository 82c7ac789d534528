import { readFileSync } from "node:fs";

import {
  checkCif,
  CifError,
  parseCif,
  parseCifBlocks,
  parseCifDocument,
  writeCif,
} from "@ftcp/cif";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { cifText } from "./cifText.ts";

const fixtures = ["quartz", "written", "rutile", "bismuth-telluride"].map((name) =>
  readFileSync(new URL(`./fixtures/${name}.cif`, import.meta.url), "utf8"),
);
const seeds = [
  ...fixtures,
  cifText({ atoms: "M Ge4+ 0 0 0 0.4\nM Sb 0 0 0 ?\nX . ? . 0.5 1" }),
  "#\\#CIF_2.0\ndata_x\n_a '''three'''\n_b [1 2 {'k':v}]\nsave_f\n_c\n;\\\nfolded\n;\nsave_\n",
];

/** Reads in every way; anything but a CifError fails the test. */
function readEveryWay(text: string): void {
  for (const mode of ["lenient", "strict"] as const) {
    for (const read of [parseCif, parseCifBlocks, parseCifDocument]) {
      try {
        read(text, { mode, maxSites: 2000 });
      } catch (error) {
        if (!(error instanceof CifError)) throw error;
        expect(error.line).toBeGreaterThanOrEqual(1);
        expect(error.column).toBeGreaterThanOrEqual(1);
      }
    }
  }
  const check = checkCif(text, { maxSites: 2000 });
  expect(check.ok).toBe(
    check.blocks.some(({ structure }) => structure !== undefined) &&
      check.diagnostics.every(({ severity }) => severity !== "error"),
  );
}

const pieces = [
  ...Array.from("\n\r\t ;'\"#_$[]?.,()+-/*0159eExyz\u0000\u00a0\uFEFFÅ"),
  ...["data_", "loop_", "save_", "stop_", "global_", "\n;", "''", "1e999", "1e-320", "-0", "(5)"],
  ...["_cell_length_a", "_atom_site_fract_x", "_symmetry_equiv_pos_as_xyz", "x,y,z", "-x,-y,-z"],
  ...[
    "_atom_site_label",
    "_chemical_formula_sum",
    "_cell_formula_units_Z",
    "Na1",
    "NaN",
    "Infinity",
  ],
  ...["__proto__", "constructor", "data___proto__", "_atom_site_occupancy", "_atom_type_symbol"],
];

describe("hostile text", () => {
  it("never makes a reader throw anything but CifError: any characters", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), readEveryWay), {
      numRuns: 300,
    });
  });

  it("never makes a reader throw anything but CifError: pieces of CIFs in any order", () => {
    const text = fc.array(fc.constantFrom(...pieces, " ", " ", "\n"), { maxLength: 80 });
    fc.assert(
      fc.property(text, (parts) => {
        readEveryWay(parts.join(""));
        readEveryWay(`data_x ${parts.join(" ")}`);
      }),
      { numRuns: 400 },
    );
  });

  it("never makes a reader throw anything but CifError: real files with mutations", () => {
    const mutation = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.oneof(fc.nat(3), fc.nat(60)),
      insert: fc.constantFrom("", "", ...pieces),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(mutation, { minLength: 1, maxLength: 5 }),
        (seed, mutations) => {
          let text = seed;
          for (const { at, remove, insert } of mutations) {
            const position = Math.floor(at * text.length);
            text = text.slice(0, position) + insert + text.slice(position + remove);
          }
          readEveryWay(text);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("never makes a crystal that cannot be written and read back", () => {
    const insertion = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(...pieces),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(insertion, { maxLength: 3 }),
        (seed, list) => {
          let text = seed;
          for (const [at, insert] of list) {
            const position = Math.floor(at * text.length);
            text = text.slice(0, position) + insert + text.slice(position);
          }
          let structure;
          try {
            structure = parseCif(text);
          } catch (error) {
            if (!(error instanceof CifError)) throw error;
            return;
          }
          let written;
          try {
            written = writeCif(structure);
          } catch (error) {
            // Lenient reading lets a label through that CIF 1.1 cannot hold.
            if (!(error instanceof CifError)) throw error;
            expect(error.code).toBe("CIF_UNWRITABLE");
            return;
          }
          const again = parseCif(written, { mode: "strict" });
          expect(again.sites.map(({ species, fractional }) => ({ species, fractional }))).toEqual(
            structure.sites.map(({ species, fractional }) => ({ species, fractional })),
          );
        },
      ),
      { numRuns: 400 },
    );
  });
});
