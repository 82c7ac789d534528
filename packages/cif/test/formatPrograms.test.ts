import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  expandSymmetry,
  writeCif,
  writeExtendedXyz,
  writeOptimade,
  writePoscar,
  writePymatgenJson,
} from "@ftcp/cif";
import {
  cartesianToFractional,
  createLattice,
  createSite,
  fractionalToCartesian,
  latticeFromMatrix,
  parseHallSymbol,
  periodicDistance,
} from "@ftcp/crystal";
import type { Matrix3, Site, Structure, Vector3 } from "@ftcp/crystal";
import { expectClose } from "@ftcp/testing";
import { afterAll, describe, expect, it } from "@jest/globals";

/*
 * What pymatgen, ASE, gemmi and optimade read from what we write. Needs Python with the packages of
 * tools/reference/cif/requirements.txt, named by the environment variable FTCP_PYTHON.
 */
const { FTCP_PYTHON: python } = process.env;
const describePython = python === undefined ? describe.skip : describe;

interface Reading {
  readonly matrix: Matrix3;
  readonly sites: readonly (readonly [
    readonly (readonly [string, number, number | null])[],
    Vector3,
  ])[];
}

const skewed: Structure = {
  lattice: latticeFromMatrix([
    [5.1, 0.3, -0.2],
    [-2.4, 6.2, 0.7],
    [0.9, -1.3, 7.3],
  ]),
  sites: [
    createSite("Ti", [0.1, 0.2, 0.3], "Ti1"),
    createSite("O", [1 / 3, 2 / 3, 0.999], "O1"),
    createSite("Ti", [0.61, 0.07, 0.44], "Ti2"),
  ],
};
const [a, b, c] = skewed.lattice.matrix;
const left: Structure = { ...skewed, lattice: latticeFromMatrix([b, a, c]) };
const charged: Structure = {
  lattice: createLattice({ a: 4.2, b: 5.3, c: 6.4, alpha: 81, beta: 97, gamma: 103 }),
  sites: [
    createSite([{ element: "Mg", occupancy: 1, charge: 2 }], [0, 0, 0], "Mg1"),
    createSite([{ element: "O", occupancy: 1, charge: -2 }], [0.5, 0.5, 0.5], "O1"),
  ],
};
const mixed: Structure = {
  lattice: charged.lattice,
  sites: [
    createSite(
      [
        { element: "Mg", occupancy: 0.625 },
        { element: "Fe", occupancy: 0.25 },
      ],
      [0, 0, 0],
    ),
    createSite("O", [0.5, 0.5, 0.5]),
  ],
};

/** Textbook crystals: Hall symbol, cell, independent sites. */
const textbook: Readonly<Record<string, [string, Structure["lattice"], readonly Site[]]>> = {
  "rock-salt": ["-F 4 2 3", cell(5.64), [createSite("Na", [0, 0, 0]), half("Cl")]],
  diamond: ["-F 4vw 2vw 3", cell(3.567), [createSite("C", [0.125, 0.125, 0.125])]],
  perovskite: [
    "-P 4 2 3",
    cell(3.905),
    [createSite("Sr", [0, 0, 0]), half("Ti"), createSite("O", [0.5, 0.5, 0])],
  ],
  rutile: [
    "-P 4n 2n",
    createLattice({ a: 4.594, b: 4.594, c: 2.959, alpha: 90, beta: 90, gamma: 90 }),
    [createSite("Ti", [0, 0, 0]), createSite("O", [0.3053, 0.3053, 0])],
  ],
  wurtzite: [
    "P 6c -2c",
    hexagonal(3.822, 6.26),
    [createSite("Zn", [1 / 3, 2 / 3, 0]), createSite("S", [1 / 3, 2 / 3, 0.3748])],
  ],
  quartz: [
    'P 31 2"',
    hexagonal(4.913, 5.405),
    [createSite("Si", [0.4697, 0, 1 / 3]), createSite("O", [0.4133, 0.2672, 0.1188])],
  ],
  corundum: [
    '-R 3 2"c',
    hexagonal(4.759, 12.991),
    [createSite("Al", [0, 0, 0.3522]), createSite("O", [0.3064, 0, 0.25])],
  ],
  monoclinic: [
    "-P 2ybc",
    createLattice({ a: 7.1, b: 8.2, c: 9.3, alpha: 90, beta: 101.5, gamma: 90 }),
    [createSite("Ca", [0.1, 0.2, 0.3]), createSite("O", [0, 0.5, 0.5])],
  ],
};

function cell(length: number): Structure["lattice"] {
  return createLattice({ a: length, b: length, c: length, alpha: 90, beta: 90, gamma: 90 });
}

function hexagonal(length: number, height: number): Structure["lattice"] {
  return createLattice({ a: length, b: length, c: height, alpha: 90, beta: 90, gamma: 120 });
}

function half(element: string): Site {
  return createSite(element, [0.5, 0.5, 0.5]);
}

/** File name, its text, the crystal that programs should find in it. */
const files: [string, string, Structure][] = [
  ["skewed.poscar", writePoscar(skewed), skewed],
  ["left.poscar", writePoscar(left), left],
  ["skewed.extxyz", writeExtendedXyz([skewed]), skewed],
  ["left.extxyz", writeExtendedXyz(left), left],
  ["charged.extxyz", writeExtendedXyz(charged), charged],
  ["skewed.json", writePymatgenJson(skewed), skewed],
  ["left.json", writePymatgenJson(left), left],
  ["charged.json", writePymatgenJson(charged), charged],
  ["mixed.json", writePymatgenJson(mixed), mixed],
  ["skewed.optimade.json", writeOptimade(skewed), skewed],
  ["left.optimade.json", writeOptimade(left), left],
  ["charged.optimade.json", writeOptimade(charged), charged],
  ["mixed.optimade.json", writeOptimade(mixed), mixed],
  ...Object.entries(textbook).map(([name, [hall, lattice, sites]]): [string, string, Structure] => {
    const operations = parseHallSymbol(hall);
    const structure = expandSymmetry({ lattice, sites }, operations);
    return [`${name}.cif`, writeCif(structure, { symmetry: { operations } }), structure];
  }),
];

describePython(
  "what we write, read by pymatgen, ASE, gemmi and optimade (needs FTCP_PYTHON)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "ftcp-formats-"));
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });
    let readings: Record<string, Record<string, readonly Reading[]>> | undefined;

    function readingsOf(name: string): Record<string, readonly Reading[]> {
      if (readings === undefined) {
        for (const [file, text] of files) writeFileSync(join(folder, file), text);
        const script = join(import.meta.dirname, "../../../tools/reference/cif/check_formats.py");
        const output = execFileSync(python ?? "", [script, folder], { maxBuffer: 1e8 });
        readings = JSON.parse(output.toString()) as Record<string, Record<string, Reading[]>>;
      }
      return readings[name] ?? {};
    }

    it.each(files)("%s is the same crystal", (name, _, structure) => {
      const byProgram = readingsOf(name);
      expect(Object.keys(byProgram).length).toBeGreaterThan(0);
      for (const [program, frames] of Object.entries(byProgram)) {
        expect(frames).toHaveLength(1);
        for (const { matrix, sites } of frames) {
          expect({ program, count: sites.length }).toEqual({
            program,
            count: structure.sites.length,
          });
          const found = {
            lattice: latticeFromMatrix(matrix),
            sites: sites.map(([species, [x, y, z]]) =>
              createSite(
                species.map(([element, occupancy]) => ({ element, occupancy })),
                [x, y, z],
              ),
            ),
          };
          expectClose(gramOf(found), gramOf(structure), { rtol: 1e-9, atol: 1e-9 });
          expectSameSites(found, structure, name.endsWith(".cif"));
        }
      }
      const charges = byProgram["pymatgen"]?.[0]?.sites.map(([species]) => species[0]?.[2]);
      if (name === "charged.json") expect(charges).toEqual([2, -2]);
    });
  },
);

/** Scalar products of the lattice vectors, whatever their orientation. */
function gramOf({ lattice: { matrix } }: Structure): number[] {
  return matrix.flatMap((left) =>
    matrix.map((right) => left[0] * right[0] + left[1] * right[1] + left[2] * right[2]),
  );
}

/**
 * Expects each site at its place, in space or, for a CIF, which has no orientation, along the axes; a
 * mirror image does not pass.
 */
function expectSameSites(actual: Structure, expected: Structure, isCif: boolean): void {
  const { lattice } = expected;
  const found = actual.sites.map((site) => ({
    kind: describeSite(site),
    place: isCif
      ? site.fractional
      : cartesianToFractional(lattice, fractionalToCartesian(actual.lattice, site.fractional)),
  }));
  for (const site of expected.sites) {
    const distances = found
      .filter(({ kind }) => kind === describeSite(site))
      .map(({ place }) => periodicDistance(lattice, place, site.fractional));
    expect(Math.min(...distances)).toBeLessThan(1e-7);
  }
}

function describeSite({ species }: Site): string {
  return species
    .map(({ element, occupancy }) => `${element}${occupancy}`)
    .sort()
    .join("+");
}
