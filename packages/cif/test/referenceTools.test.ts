import { readFileSync } from "node:fs";

import { parseCif, writeCif } from "@ftcp/cif";
import { latticeVolume, periodicDistance } from "@ftcp/crystal";
import type { Vector3 } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";

import { writtenOptions, writtenStructure } from "./writtenStructure.ts";

/** What other programs read from a fixture; see fixtures/README.md. */
interface Expected {
  readonly pymatgen: {
    readonly volume: number;
    readonly counts: Readonly<Record<string, number>>;
    readonly sites: readonly (readonly [Readonly<Record<string, number>>, Vector3])[];
  };
  readonly ase: { readonly volume: number; readonly symbols: readonly string[] };
  readonly gemmi: { readonly volume: number; readonly counts: Readonly<Record<string, number>> };
}

const fixtures = new URL("./fixtures/", import.meta.url);
const { crystals } = JSON.parse(readFileSync(new URL("expected.json", fixtures), "utf8")) as {
  crystals: Record<string, Expected>;
};
const cases = Object.entries(crystals);

function fixture(name: string): string {
  return readFileSync(new URL(`${name}.cif`, fixtures), "utf8");
}

describe("against pymatgen, ASE and gemmi", () => {
  it.each(cases)("%s has their composition and volume", (name, { pymatgen, ase, gemmi }) => {
    const { lattice, sites } = parseCif(fixture(name));
    const counts: Record<string, number> = {};
    for (const { species } of sites) {
      for (const { element, occupancy } of species) {
        counts[element] = (counts[element] ?? 0) + occupancy;
      }
    }
    expect(counts).toEqual(gemmi.counts);
    expect(sites).toHaveLength(ase.symbols.length);
    expect(sites).toHaveLength(pymatgen.sites.length);
    // Rounding only: the volume is a product of a dozen factors.
    for (const { volume } of [pymatgen, ase, gemmi]) {
      expect(Math.abs(latticeVolume(lattice) - volume) / volume).toBeLessThan(1e-13);
    }
  });

  it.each(cases)("%s has an atom where pymatgen has one", (name, { pymatgen }) => {
    const { lattice, sites } = parseCif(fixture(name));
    for (const [species, position] of pymatgen.sites) {
      const elements = Object.keys(species).map((symbol) => symbol.replace(/[\d.]*[+-]$/u, ""));
      const nearest = sites
        .filter((site) => site.species.every(({ element }) => elements.includes(element)))
        .map(({ fractional }) => periodicDistance(lattice, fractional, position));
      // The files give thirds with four digits, 1e-4 a off; pymatgen keeps one image as written, we
      // move it onto the symmetry element.
      expect(Math.min(...nearest)).toBeLessThan(1e-3);
    }
  });

  it("writes the file that all three of them read back right", () => {
    expect(writeCif(writtenStructure, writtenOptions)).toBe(fixture("written"));
    const { pymatgen, gemmi } = crystals["written"] ?? {};
    expect(gemmi?.counts).toEqual({ Fe: 1, Mg: 0.625, Ca: 0.375, O: 1.5, D: 1 });
    for (const { fractional } of writtenStructure.sites) {
      // pymatgen gives the very same doubles.
      expect(pymatgen?.sites.map(([, position]) => position)).toContainEqual(fractional);
    }
  });
});
