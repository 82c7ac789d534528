import { readFileSync } from "node:fs";

import { detectStructureFormat, parseStructures } from "@ftcp/cif";
import { periodicDistance } from "@ftcp/crystal";
import type { Matrix3, Structure, Vector3 } from "@ftcp/crystal";
import { expectClose } from "@ftcp/testing";
import { describe, expect, it } from "@jest/globals";

/** What another program reads from a file; see fixtures/README.md. */
interface Expected {
  readonly matrix: Matrix3;
  readonly sites: readonly (readonly [
    readonly (readonly [string, number, number | null])[],
    Vector3,
  ])[];
}

const fixtures = new URL("./fixtures/formats/", import.meta.url);
const { files } = JSON.parse(readFileSync(new URL("expected.json", fixtures), "utf8")) as {
  files: Record<string, readonly Expected[]>;
};

function expectRead(structure: Structure, { matrix, sites }: Expected, isByAse: boolean): void {
  expectClose(structure.lattice.matrix.flat(), matrix.flat(), { rtol: 1e-14, atol: 1e-13 });
  expect(structure.sites).toHaveLength(sites.length);
  for (const [index, [species, position]] of sites.entries()) {
    const site = structure.sites[index];
    const kinds = site?.species.map(({ element, occupancy, charge }) => [
      isByAse && element === "D" ? "H" : element,
      occupancy,
      charge ?? null,
    ]);
    expect(kinds?.sort()).toEqual(species);
    const found = site?.fractional ?? [NaN, NaN, NaN];
    expect(periodicDistance(structure.lattice, found, position)).toBeLessThan(1e-13);
  }
}

describe("files by pymatgen, ASE and optimade", () => {
  it.each(Object.entries(files))("%s is read as they read it", (name, frames) => {
    const text = readFileSync(new URL(name, fixtures), "utf8");
    const format = detectStructureFormat(name, text);
    const { items } = parseStructures(text, format ?? "cif");
    expect(items).toHaveLength(frames.length);
    for (const [index, frame] of frames.entries()) {
      const read = items[index]?.structure;
      if (read?.ok !== true) throw read?.error ?? new Error("missing");
      expectRead(read.value, frame, name.startsWith("ase"));
    }
  });

  it("keep their remarks to what is left out", () => {
    const codes = Object.fromEntries(
      Object.keys(files).map((name) => {
        const text = readFileSync(new URL(name, fixtures), "utf8");
        const format = detectStructureFormat(name, text) ?? "cif";
        return [name, parseStructures(text, format).diagnostics.map(({ code }) => code)];
      }),
    );
    expect(Object.fromEntries(Object.entries(codes).filter(([, each]) => each.length > 0))).toEqual(
      {
        "pymatgen-velocities.poscar": ["FORMAT_PROPERTIES_IGNORED", "FORMAT_VELOCITIES_IGNORED"],
        "ase-constraint.vasp": ["FORMAT_PROPERTIES_IGNORED"],
        "ase-cartesian.vasp": ["FORMAT_PROPERTIES_IGNORED"],
        "three-scales.vasp": ["FORMAT_PROPERTIES_IGNORED"],
        "ase-frames.extxyz": ["FORMAT_PROPERTIES_IGNORED"],
        "pymatgen-mixed.json": ["FORMAT_PROPERTIES_IGNORED"],
      },
    );
  });
});
