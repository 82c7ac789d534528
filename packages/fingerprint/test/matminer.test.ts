import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { createStructure, latticeFromMatrix } from "@ftcp/crystal";
import type { Matrix3, Structure, Vector3 } from "@ftcp/crystal";
import {
  findCoordinations,
  fingerprintLabels,
  fingerprintSites,
  fingerprintStructure,
} from "@ftcp/fingerprint";

interface Golden {
  readonly name: string;
  readonly matrix: Matrix3;
  readonly elements: readonly string[];
  readonly fractional: readonly Vector3[];
  readonly choices: Readonly<Record<string, number>>;
  readonly site: readonly number[];
  readonly mean: readonly number[];
  readonly geometric: readonly number[];
}

// By tools/reference/fingerprint/make_fingerprints.py: matminer 0.10.1 and pymatgen 2026.10.24.
const golden = JSON.parse(
  readFileSync(new URL("fixtures/fingerprints.json", import.meta.url), "utf8"),
) as { readonly labels: readonly string[]; readonly crystals: readonly Golden[] };
const read = ({ matrix, elements, fractional }: Golden): Structure =>
  createStructure(latticeFromMatrix(matrix), elements, fractional);

/** All numbers agree to 1e-7, but body-centred cubic order, where matminer's depends on the order of sites. */
function expectSame(expected: readonly number[], received: ArrayLike<number>): void {
  expect(received).toHaveLength(expected.length);
  const each = expected.length / fingerprintLabels.length;
  const unlike = expected.flatMap((value, i) => {
    const label = fingerprintLabels[Math.floor(i / each)] ?? "";
    const tolerance = label.startsWith("body-centered cubic") ? 1e-3 : 1e-7;
    const difference = Math.abs(value - (received[i] ?? Number.NaN));
    return difference < tolerance ? [] : [{ label, value, received: received[i] }];
  });
  expect(unlike).toEqual([]);
}

describe("fingerprints of matminer", () => {
  it("have the same labels", () => {
    expect(fingerprintLabels).toEqual(golden.labels);
  });

  it.each(golden.crystals.map((crystal) => [crystal.name, crystal] as const))(
    "are reproduced: %s",
    (_, crystal) => {
      const structure = read(crystal);
      const [first] = findCoordinations(structure);
      const likelihoods = Object.fromEntries(
        (first?.choices ?? []).map(({ number, likelihood }) => [String(number), likelihood]),
      );
      expect(Object.keys(likelihoods)).toEqual(Object.keys(crystal.choices));
      for (const [number, likelihood] of Object.entries(crystal.choices)) {
        expect(likelihoods[number]).toBeCloseTo(likelihood, 8);
      }
      expectSame(crystal.site, fingerprintSites(structure)[0] ?? []);
      expectSame(crystal.mean, fingerprintStructure(structure));
      const geometric = fingerprintStructure(structure, {
        ...{ distanceCutoffs: false, electronegativityWeight: 0 },
        statistics: ["mean", "deviation", "minimum", "maximum"],
      });
      expectSame(crystal.geometric, geometric);
    },
  );
});
