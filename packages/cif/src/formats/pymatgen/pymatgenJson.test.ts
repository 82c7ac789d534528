import { createLattice, createSite } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { arbitraryCrystal } from "../../../test/arbitraryCrystal.ts";
import { FormatError } from "../formatError.ts";
import { parsePymatgenJson } from "./parsePymatgenJson.ts";
import { writePymatgenJson } from "./writePymatgenJson.ts";

const lattice = {
  matrix: [
    [4, 0, 0],
    [0, 4, 0],
    [0, 0, 4],
  ],
};
const site = { species: [{ element: "Na", occu: 1 }], abc: [0, 0.5, 0.25] };

function codesOf(value: object): string[] {
  const codes: string[] = [];
  parsePymatgenJson(value, { onDiagnostic: ({ code }) => codes.push(code) });
  return codes;
}

describe("parsePymatgenJson", () => {
  it("reads the least that there can be, as text and as an object", () => {
    const expected = [createSite("Na", [0, 0.5, 0.25])];
    expect(parsePymatgenJson({ lattice, sites: [site] }).sites).toEqual(expected);
    expect(parsePymatgenJson(`\uFEFF${JSON.stringify({ lattice, sites: [site] })}`).sites).toEqual(
      expected,
    );
  });

  it("reads oxidation states as charges, and null as none", () => {
    const species = [
      { element: "Fe", oxidation_state: 2.5, occu: 0.5 },
      { element: "Mg", oxidation_state: null, occu: 0.25 },
    ];
    const { sites } = parsePymatgenJson({ lattice, sites: [{ ...site, species, label: "M1" }] });
    expect(sites[0]).toEqual({
      species: [
        { element: "Fe", occupancy: 0.5, charge: 2.5 },
        { element: "Mg", occupancy: 0.25 },
      ],
      fractional: [0, 0.5, 0.25],
      label: "M1",
    });
  });

  it("takes Cartesian coordinates where there are no others", () => {
    const { species } = site;
    const { sites } = parsePymatgenJson({ lattice, sites: [{ species, xyz: [1, 2, -1] }] });
    expect(sites[0]?.fractional).toEqual([0.25, 0.5, 0.75]);
  });

  it("says what it leaves out, once", () => {
    const rich = { ...site, properties: { magmom: 5 } };
    expect(codesOf({ lattice, sites: [rich, rich], charge: 1 })).toEqual([
      "FORMAT_CHARGE_IGNORED",
      "FORMAT_PROPERTIES_IGNORED",
    ]);
    const spin = { ...site, species: [{ element: "Fe", occu: 1, spin: 5 }] };
    expect(codesOf({ lattice, sites: [spin], charge: 0 })).toEqual(["FORMAT_PROPERTIES_IGNORED"]);
    const empty = { ...site, properties: { magmom: null } };
    expect(codesOf({ lattice, sites: [empty], charge: null, properties: {} })).toEqual([]);
  });

  it("reads NaN, which Python writes, as null", () => {
    const text = JSON.stringify({
      lattice,
      sites: [{ ...site, label: '-Infinity "NaN', properties: { magmom: "#" } }],
    }).replace('"#"', "[NaN, -Infinity, Infinity]");
    const codes: string[] = [];
    const { sites } = parsePymatgenJson(text, { onDiagnostic: ({ code }) => codes.push(code) });
    expect(sites[0]?.label).toBe('-Infinity "NaN');
    expect(codes).toEqual(["FORMAT_NUMBER_IGNORED", "FORMAT_PROPERTIES_IGNORED"]);
  });

  it("takes parameters as written if the vectors agree, and the vectors if not", () => {
    const parameters = { a: 4.000000000000001, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 };
    const agreed = parsePymatgenJson({ lattice: { ...lattice, ...parameters }, sites: [site] });
    expect(agreed.lattice.a).toBe(4.000000000000001);
    const wrong = { lattice: { ...lattice, ...parameters, beta: 91 }, sites: [site] };
    expect(parsePymatgenJson(wrong).lattice).toMatchObject({ a: 4, beta: 90 });
    expect(codesOf(wrong)).toEqual(["FORMAT_LATTICE_CONTRADICTION"]);
  });

  it.each([
    ["a molecule", { sites: [site] }, "FORMAT_NOT_PERIODIC", undefined],
    [
      "a surface",
      { lattice: { ...lattice, pbc: [true, true, false] }, sites: [site] },
      "FORMAT_NOT_PERIODIC",
      "lattice.pbc",
    ],
    ["no lattice", {}, "FORMAT_INVALID_VALUE", "lattice"],
    ["a list", [], "FORMAT_INVALID_VALUE", undefined],
    ["null", null, "FORMAT_INVALID_VALUE", undefined],
    [
      "a short matrix",
      { lattice: { matrix: [[1, 0, 0]] } },
      "FORMAT_INVALID_VALUE",
      "lattice.matrix",
    ],
    [
      "a flat lattice",
      {
        lattice: {
          matrix: [
            [1, 0, 0],
            [0, 1, 0],
            [1, 1, 0],
          ],
        },
        sites: [],
      },
      "FORMAT_INVALID_LATTICE",
      "lattice.matrix",
    ],
    ["sites that are no list", { lattice, sites: {} }, "FORMAT_INVALID_VALUE", "sites"],
    [
      "a coordinate that is no number",
      { lattice, sites: [site, { ...site, abc: [0, "0", 0] }] },
      "FORMAT_INVALID_NUMBER",
      "sites[1].abc[1]",
    ],
    [
      "no element",
      { lattice, sites: [{ ...site, species: [{ element: "Xx", occu: 1 }] }] },
      "FORMAT_UNKNOWN_ELEMENT",
      "sites[0].species[0].element",
    ],
    [
      "an occupancy above 1",
      { lattice, sites: [{ ...site, species: [{ element: "Na", occu: 2 }] }] },
      "FORMAT_INVALID_OCCUPANCY",
      "sites[0]",
    ],
  ])("refuses %s", (_, value, code, path) => {
    expect(() => parsePymatgenJson(JSON.stringify(value))).toThrow(
      expect.objectContaining({ code, path }),
    );
  });

  it("tells line and column of a value", () => {
    const text = JSON.stringify({ lattice, sites: [{ ...site, abc: [0, null, 0] }] }, undefined, 1);
    const line = text.split("\n").findIndex((each) => each.includes("null")) + 1;
    expect(() => parsePymatgenJson(text)).toThrow(
      expect.objectContaining({ path: "sites[0].abc[1]", line, column: 5 }),
    );
  });

  it.each([
    ["", 1, 1],
    ["{", 1, 2],
    ['{"a": 1,\n}', 2, 1],
    ['{"a" 1}', 1, 6],
    ["[1, 2", 1, 6],
    ["[1 2]", 1, 4],
    ["[tru]", 1, 2],
    ['["a\nb"]', 1, 4],
    ['["\\x"]', 1, 3],
    ["[01]", 1, 3],
    ["{} {}", 1, 4],
    ["[NaN, nan]", 1, 7],
  ])("tells where %j is no JSON", (text, line, column) => {
    expect(() => parsePymatgenJson(text)).toThrow(
      expect.objectContaining({ code: "FORMAT_INVALID_JSON", line, column }),
    );
  });

  it("survives deep nesting", () => {
    const deep = "[".repeat(200_000);
    for (const text of [deep, `${deep}${"]".repeat(200_000)}`, `{"lattice":${deep}`]) {
      expect(() => parsePymatgenJson(text)).toThrow(FormatError);
    }
  });

  it("keeps limits", () => {
    const value = { lattice, sites: [site, site] };
    expect(() => parsePymatgenJson(value, { maxSites: 1 })).toThrow(
      expect.objectContaining({ code: "FORMAT_TOO_MANY_SITES" }),
    );
    expect(() => parsePymatgenJson(JSON.stringify(value), { maxLength: 10 })).toThrow(
      expect.objectContaining({ code: "FORMAT_TOO_LONG" }),
    );
  });

  it("throws nothing but FormatError for damaged text", () => {
    const good = JSON.stringify({ lattice, sites: [{ ...site, label: "a\\b" }] });
    fc.assert(
      fc.property(
        fc.nat(good.length),
        fc.nat(5),
        fc.constantFrom("", '"', "\\", "{", "}", "NaN", "null", "-1e999", "[[["),
        (at, length, inserted) => {
          try {
            parsePymatgenJson(good.slice(0, at) + inserted + good.slice(at + length));
          } catch (error) {
            expect(error).toBeInstanceOf(FormatError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe("writePymatgenJson", () => {
  it("is undone by parsePymatgenJson, bit for bit, for any crystal", () => {
    fc.assert(
      fc.property(arbitraryCrystal, (structure) => {
        expect(parsePymatgenJson(writePymatgenJson(structure))).toEqual(structure);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps the parameters of a lattice that was made of them", () => {
    const made = createLattice({ a: 3.1, b: 4.7, c: 5.3, alpha: 71, beta: 83, gamma: 99 });
    const structure = { lattice: made, sites: [createSite("Na", [0, 0, 0])] };
    expect(parsePymatgenJson(writePymatgenJson(structure, { indent: 2 }))).toEqual(structure);
  });

  it("refuses numbers that are not finite", () => {
    const sites = [
      { species: [{ element: "Na", occupancy: NaN }], fractional: [0, 0, 0] as const },
    ];
    const cell = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    expect(() => writePymatgenJson({ lattice: cell, sites })).toThrow(
      expect.objectContaining({ code: "FORMAT_UNWRITABLE" }),
    );
  });
});
