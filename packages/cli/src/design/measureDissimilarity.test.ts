import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure, type Structure } from "@ftcp/crystal";
import type { CrystalRecord } from "@ftcp/datasets";
import type { CommandContext } from "../io/commandContext.ts";
import { measureDissimilarity } from "./measureDissimilarity.ts";

const quiet = {
  startProgress: () => ({ update: () => undefined, stop: () => undefined }),
  signal: new AbortController().signal,
} as unknown as CommandContext;

function cubic(a: number, elements: readonly string[], angle: number): Structure {
  const lattice = createLattice({ a, b: a, c: a, alpha: angle, beta: angle, gamma: angle });
  const places = [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
  ] as const;
  return createStructure(lattice, elements, places);
}

const record = (id: string, structure: Structure): CrystalRecord =>
  ({ id, structure, properties: {} }) as unknown as CrystalRecord;

describe("measureDissimilarity", () => {
  it("finds the crystal of the same local order, whatever its elements and size", async () => {
    const known = [
      record("caesium chloride", cubic(4.1, ["Cs", "Cl"], 90)),
      record("rock salt", cubic(3.99, ["Na", "Cl"], 60)),
    ];
    const { lattice } = cubic(4, ["Mg", "O"], 60);
    const overlapping = createStructure(lattice, ["Mg", "O"], [[0, 0, 0], [0, 0, 0]]); // prettier-ignore
    const [salt, ...others] = await measureDissimilarity(
      [cubic(2.98, ["Mg", "O"], 60), overlapping],
      known,
      quiet,
    );
    expect(salt?.id).toBe("rock salt");
    expect(salt?.dissimilarity).toBeCloseTo(0, 6);
    expect(others).toEqual([undefined]); // its local order cannot be told
  });

  it("says nothing where nothing is known", async () => {
    expect(await measureDissimilarity([cubic(3, ["Mg", "O"], 60)], [], quiet)).toEqual([undefined]);
  });
});
