import {
  cartesianToFractional,
  createLattice,
  createStructure,
  elementBySymbol,
} from "@ftcp/crystal";
import type { Lattice, Structure, Vector3 } from "@ftcp/crystal";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { createRandom } from "@ftcp/random";
import { repairCrystal } from "@ftcp/sampling";
import { describe, expect, it } from "@jest/globals";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

// FTCP_PYTHON names a Python with spglib.
const python = process.env["FTCP_PYTHON"];
const describePython = python === undefined ? describe.skip : describe;

const script = `
import json, sys, spglib
crystals = json.load(open(sys.argv[1]))
cells = [(c["lattice"], c["positions"], c["numbers"]) for c in crystals]
print(json.dumps([spglib.get_symmetry_dataset(cell, symprec=0.01).number for cell in cells]))
`;

type Place = readonly [element: string, x: number, y: number, z: number];

/** Lengths in Å and angles in degrees, and the sites of a cell. */
const prototypes: Readonly<
  Record<string, readonly [cell: readonly number[], sites: readonly Place[]]>
> = {
  "rock salt": [
    [3.99, 3.99, 3.99, 60, 60, 60],
    [
      ["Na", 0, 0, 0],
      ["Cl", 0.5, 0.5, 0.5],
    ],
  ],
  "zinc blende": [
    [3.82, 3.82, 3.82, 60, 60, 60],
    [
      ["Zn", 0, 0, 0],
      ["S", 0.25, 0.25, 0.25],
    ],
  ],
  fluorite: [
    [3.86, 3.86, 3.86, 60, 60, 60],
    [
      ["Ca", 0, 0, 0],
      ["F", 0.25, 0.25, 0.25],
      ["F", 0.75, 0.75, 0.75],
    ],
  ],
  perovskite: [
    [3.9, 3.9, 3.9, 90, 90, 90],
    [
      ["Sr", 0.5, 0.5, 0.5],
      ["Ti", 0, 0, 0],
      ["O", 0.5, 0, 0],
      ["O", 0, 0.5, 0],
      ["O", 0, 0, 0.5],
    ],
  ],
  rutile: [
    [4.59, 4.59, 2.96, 90, 90, 90],
    [
      ...([
        ["Ti", 0, 0, 0],
        ["Ti", 0.5, 0.5, 0.5],
      ] as const),
      ...([
        ["O", 0.305, 0.305, 0],
        ["O", 0.695, 0.695, 0],
      ] as const),
      ...([
        ["O", 0.195, 0.805, 0.5],
        ["O", 0.805, 0.195, 0.5],
      ] as const),
    ],
  ],
  wurtzite: [
    [3.25, 3.25, 5.21, 90, 90, 120],
    [
      ...([
        ["Zn", 1 / 3, 2 / 3, 0],
        ["Zn", 2 / 3, 1 / 3, 0.5],
      ] as const),
      ...([
        ["O", 1 / 3, 2 / 3, 0.382],
        ["O", 2 / 3, 1 / 3, 0.882],
      ] as const),
    ],
  ],
  "half-Heusler": [
    [4.2, 4.2, 4.2, 60, 60, 60],
    [
      ["Zr", 0, 0, 0],
      ["Sn", 0.5, 0.5, 0.5],
      ["Ni", 0.25, 0.25, 0.25],
    ],
  ],
};

/** The crystal with its cell strained and every atom moved at random, as decoders leave them. */
function disturb(name: string, seed: string): Structure {
  const random = createRandom(1).fork(`${name} ${seed}`);
  const [cell, sites] = prototypes[name] ?? [[], []];
  const [a, b, c, alpha, beta, gamma] = cell.map((number) => number * (1 + 0.01 * random.normal()));
  const lattice: Lattice = createLattice({
    ...{ a: a ?? 1, b: b ?? 1, c: c ?? 1 },
    ...{ alpha: alpha ?? 90, beta: beta ?? 90, gamma: gamma ?? 90 },
  });
  const places = sites.map(([, x, y, z]): Vector3 => {
    const noise = [0, 0, 0].map(() => 0.08 * random.normal()) as [number, number, number];
    const [u, v, w] = cartesianToFractional(lattice, noise);
    return [x + u, y + v, z + w];
  });
  return createStructure(
    lattice,
    sites.map(([element]) => element),
    places,
  );
}

describePython("Python's spglib (needs FTCP_PYTHON)", () => {
  it("finds in repaired crystals the space groups that the repair claims, in every cell of theirs", async () => {
    const finder = await loadSymmetryFinder();
    const repaired = Object.keys(prototypes).flatMap((name) =>
      ["a", "b", "c", "d", "e", "f"].map((seed) => repairCrystal(disturb(name, seed), { finder })),
    );
    const claims = repaired.flatMap(({ structure, symmetry }) => {
      if (symmetry === undefined) throw new Error("no symmetry could be determined");
      const { number, primitive, conventional } = symmetry;
      return [structure, primitive, conventional].map((crystal) => ({ number, crystal }));
    });
    expect(claims.filter(({ number }) => number > 1).length).toBeGreaterThan(0.9 * claims.length);
    const folder = await mkdtemp(join(tmpdir(), "ftcp-spglib-"));
    try {
      const path = join(folder, "crystals.json");
      const crystals = claims.map(({ crystal: { lattice, sites } }) => ({
        lattice: lattice.matrix,
        positions: sites.map(({ fractional }) => fractional),
        numbers: sites.map(({ species }) => elementBySymbol(species[0]?.element ?? "").number),
      }));
      await writeFile(path, JSON.stringify(crystals));
      const { stdout } = await promisify(execFile)(python as string, ["-c", script, path]);
      expect(JSON.parse(stdout)).toEqual(claims.map(({ number }) => number));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
