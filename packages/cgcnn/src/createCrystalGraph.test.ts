import { describe, expect, it } from "@jest/globals";
import {
  createLattice,
  createSite,
  createStructure,
  createSupercell,
  translateStructure,
} from "@ftcp/crystal";
import { createCgcnnConfig } from "./createCgcnnConfig.ts";
import { createCrystalGraph } from "./createCrystalGraph.ts";

const config = createCgcnnConfig();
const saltLattice = createLattice({ a: 5.64, b: 5.64, c: 5.64, alpha: 90, beta: 90, gamma: 90 });
const salt = createStructure(
  saltLattice,
  ["Na", "Na", "Na", "Na", "Cl", "Cl", "Cl", "Cl"],
  [
    [0, 0, 0],
    [0, 0.5, 0.5],
    [0.5, 0, 0.5],
    [0.5, 0.5, 0],
    [0.5, 0.5, 0.5],
    [0.5, 0, 0],
    [0, 0.5, 0],
    [0, 0, 0.5],
  ],
);

describe("createCrystalGraph", () => {
  it("takes the twelve nearest: in rock salt six at a/2, then six of the twelve at a/√2", () => {
    const { numbers, distances } = createCrystalGraph(salt, config);
    expect([...numbers]).toEqual([11, 11, 11, 11, 17, 17, 17, 17]);
    for (let atom = 0; atom < 8; atom++) {
      const own = distances.subarray(12 * atom, 12 * atom + 12);
      own.subarray(0, 6).forEach((distance) => {
        expect(distance).toBeCloseTo(2.82, 5);
      });
      own.subarray(6).forEach((distance) => {
        expect(distance).toBeCloseTo(5.64 / Math.SQRT2, 5);
      });
    }
  });

  it("does not depend on the origin, not even in the order of neighbours at one distance", () => {
    const graph = createCrystalGraph(salt, config);
    const moved = createCrystalGraph(translateStructure(salt, [0.137, 0.291, 0.773]), config);
    expect([...moved.neighbors]).toEqual([...graph.neighbors]);
  });

  it("gives every copy in a supercell the distances of the original", () => {
    const { distances } = createCrystalGraph(salt, config);
    const large = createCrystalGraph(createSupercell(salt, [2, 1, 1]), config);
    expect(large.numbers).toHaveLength(16);
    large.distances.forEach((distance, i) => {
      expect(distance).toBeCloseTo(distances[i % 12] ?? NaN, 4);
    });
  });

  it("puts what has no neighbour at a distance beyond all Gaussians", () => {
    const lattice = createLattice({ a: 7.9, b: 30, c: 30, alpha: 90, beta: 90, gamma: 90 });
    const { distances, neighbors } = createCrystalGraph(
      createStructure(lattice, ["He"], [[0, 0, 0]]),
      config,
    );
    expect([...distances].map((distance) => distance.toFixed(1))).toEqual([
      ...Array<string>(2).fill("7.9"),
      ...Array<string>(10).fill("9.0"),
    ]);
    expect([...neighbors]).toEqual(Array(12).fill(0));
  });

  it("refuses disordered crystals and elements without a vector", () => {
    const shared = createSite(
      [
        { element: "Na", occupancy: 0.5 },
        { element: "K", occupancy: 0.5 },
      ],
      [0, 0, 0],
    );
    expect(() => createCrystalGraph({ lattice: saltLattice, sites: [shared] }, config)).toThrow(
      expect.objectContaining({ code: "CRYSTAL_DISORDERED_SITE" }),
    );
    expect(() =>
      createCrystalGraph(createStructure(saltLattice, ["Lr"], [[0, 0, 0]]), config),
    ).toThrow(expect.objectContaining({ code: "CGCNN_UNKNOWN_ELEMENT" }));
  });
});
