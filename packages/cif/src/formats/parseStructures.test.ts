import { createLattice, createStructure } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { writeCif } from "../writeCif.ts";
import { detectStructureFormat } from "./detectStructureFormat.ts";
import { writeExtendedXyz } from "./extendedXyz/writeExtendedXyz.ts";
import { writeOptimade } from "./optimade/writeOptimade.ts";
import { parseStructures } from "./parseStructures.ts";
import { writePoscar } from "./poscar/writePoscar.ts";
import { writePymatgenJson } from "./pymatgen/writePymatgenJson.ts";
import type { StructureFormat } from "./structureFormat.ts";

const structure = createStructure(
  createLattice({ a: 4.123, b: 4.123, c: 4.123, alpha: 90, beta: 90, gamma: 90 }),
  ["Cs", "Cl"],
  [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
  ],
);
const texts: Readonly<Record<StructureFormat, string>> = {
  cif: writeCif(structure),
  poscar: writePoscar(structure),
  json: writePymatgenJson(structure),
  extxyz: writeExtendedXyz(structure),
  optimade: writeOptimade(structure),
};
const formats = Object.keys(texts) as StructureFormat[];

describe("detectStructureFormat", () => {
  it.each(formats)("tells %s by what it looks like", (format) => {
    expect(detectStructureFormat("", texts[format])).toBe(format);
    expect(detectStructureFormat("some/file.txt", `\uFEFF${texts[format]}`)).toBe(format);
  });

  it.each([
    ["NaCl.cif", "cif"],
    ["a.b/NaCl.MCIF", "cif"],
    ["POSCAR", "poscar"],
    ["run1\\CONTCAR", "poscar"],
    ["CONTCAR.relax2", "poscar"],
    ["POSCAR_NaCl", "poscar"],
    ["NaCl.vasp", "poscar"],
    ["train.xyz", "extxyz"],
    ["train.extxyz", "extxyz"],
    ["structure.json", "json"],
    ["poscarlike.txt", undefined],
    ["README.md", undefined],
  ])("tells %s by its name", (name, format) => {
    expect(detectStructureFormat(name, "")).toBe(format);
  });

  it("tells nothing of other texts", () => {
    expect(detectStructureFormat("", "12\nplain xyz\nNa 0 0 0\n")).toBeUndefined();
    expect(detectStructureFormat("", "")).toBeUndefined();
  });
});

describe("parseStructures", () => {
  it.each(formats)("reads %s", (format) => {
    const { items } = parseStructures(texts[format], format);
    expect(items).toHaveLength(1);
    const read = items[0]?.structure;
    expect(read?.ok === true ? read.value.sites.length : read?.error).toBe(2);
  });

  it("reads every block, frame and resource, and those at fault do not touch the others", () => {
    const many: Readonly<Record<StructureFormat, string>> = {
      cif: `${texts.cif}data_bad\nloop_ _atom_site_fract_x 0\ndata_none\n_a 1\n${texts.cif.replace("data_CsCl", "data_again")}`,
      extxyz: `${texts.extxyz}1\n\nNa 0 0 0\n${texts.extxyz}`,
      json: `[${texts.json}, {}, ${texts.json}]`,
      optimade: `{"data": [${texts.optimade}, {"id": "bad", "type": "structures"}, ${texts.optimade}]}`,
      poscar: texts.poscar,
    };
    const names: Partial<Record<StructureFormat, string[]>> = {
      cif: ["CsCl", "bad", "again"],
      optimade: ["CsCl", "bad", "CsCl"],
    };
    for (const format of formats) {
      if (format === "poscar") continue;
      const { items } = parseStructures(many[format], format);
      expect(items.map(({ structure: { ok } }) => ok)).toEqual([true, false, true]);
      expect(items.map(({ name }) => name)).toEqual(names[format] ?? ["", "", ""]);
    }
  });

  it("gives one error for a text without a crystal", () => {
    const empty: [StructureFormat, string, string][] = [
      ["cif", "data_x\n_a 1\n", "CIF_NO_STRUCTURE"],
      ["poscar", "", "FORMAT_INCOMPLETE"],
      ["extxyz", "", "FORMAT_NO_STRUCTURE"],
      ["json", "[]", "FORMAT_NO_STRUCTURE"],
      ["json", "[", "FORMAT_INVALID_JSON"],
      ["optimade", '{"data": []}', "FORMAT_NO_STRUCTURE"],
    ];
    for (const [format, text, code] of empty) {
      expect(parseStructures(text, format).items).toMatchObject([
        { structure: { ok: false, error: { code } } },
      ]);
    }
  });

  it("collects remarks and keeps limits", () => {
    const poscar = texts.poscar.replace("Direct", "fractional");
    expect(parseStructures(poscar, "poscar").diagnostics).toMatchObject([
      { code: "FORMAT_COORDINATES_ASSUMED_DIRECT" },
    ]);
    for (const format of formats) {
      const [item] = parseStructures(texts[format], format, { maxSites: 1 }).items;
      expect(item?.structure.ok).toBe(false);
    }
  });

  it("never throws, for any text in any format", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...formats),
        fc.constantFrom(...formats),
        fc.nat(300),
        fc.string({ maxLength: 10 }),
        (format, other, at, inserted) => {
          const text = texts[other];
          parseStructures(text.slice(0, at) + inserted + text.slice(at + 3), format);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
