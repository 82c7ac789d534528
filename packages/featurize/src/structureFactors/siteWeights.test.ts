import { createLattice, type Structure } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";

import { rockSalt } from "../../test/structures.ts";
import { propertyVector } from "../property/propertyVector.ts";
import { siteWeights } from "./siteWeights.ts";

const shared: Structure = {
  lattice: createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 }),
  sites: [
    {
      species: [
        { element: "Na", occupancy: 0.5 },
        { element: "K", occupancy: 0.25 },
      ],
      fractional: [0, 0, 0],
    },
    { species: [{ element: "D", occupancy: 1 }], fractional: [0.5, 0.5, 0.5] },
  ],
};

describe("siteWeights", () => {
  it("gives electrons, one row for all sites of a kind", () => {
    const { weights, positions, columns } = siteWeights(rockSalt, "atomicNumber");
    expect(columns).toEqual(["Z"]);
    expect(positions[1]).toEqual([0, 0.5, 0.5]);
    expect(weights.map((row) => row[0])).toEqual([11, 11, 11, 11, 17, 17, 17, 17]);
    expect(new Set(weights).size).toBe(2);
  });

  it("weighs by occupancy", () => {
    const electrons = siteWeights(shared, "atomicNumber").weights.map((row) => row[0]);
    expect(electrons).toEqual([0.5 * 11 + 0.25 * 19, 1]);
    const species = siteWeights(shared, "species");
    expect(species.columns).toEqual(["Na", "K", "D"]);
    expect(species.weights.map((row) => Array.from(row))).toEqual([
      [0.5, 0.25, 0],
      [0, 0, 1],
    ]);
  });

  it("gives the 92 property bits", () => {
    const { weights, columns } = siteWeights(shared, "properties");
    expect(columns).toHaveLength(92);
    const [sodium, potassium] = [propertyVector("Na"), propertyVector("K")];
    expect(Array.from(weights[0] ?? [])).toEqual(
      Array.from(sodium, (bit, index) => 0.5 * bit + 0.25 * (potassium[index] ?? 0)),
    );
    expect(Array.from(weights[1] ?? [])).toEqual([...propertyVector("H")]);
  });

  it("refuses what is no element", () => {
    const strange: Structure = {
      ...shared,
      sites: [{ species: [{ element: "Xx", occupancy: 1 }], fractional: [0, 0, 0] }],
    };
    expect(() => siteWeights(strange, "properties")).toThrow(
      expect.objectContaining({ code: "FEATURIZE_UNKNOWN_PROPERTY" }),
    );
    expect(() => siteWeights(strange, "atomicNumber")).toThrow(
      expect.objectContaining({ code: "CRYSTAL_UNKNOWN_ELEMENT" }),
    );
  });
});
