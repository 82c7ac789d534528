import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure, createSupercell, translateStructure } from "@ftcp/crystal";
import type { Structure, Vector3 } from "@ftcp/crystal";
import { createRandom } from "@ftcp/random";
import { compareCells } from "./compareCells.ts";
import { Rediscovery } from "./rediscovery.ts";

/** A made-up perovskite. */
function perovskite(a: number, c = a, gamma = 90, lift = 0): Structure {
  const lattice = createLattice({ a, b: a, c, alpha: 90, beta: 90, gamma });
  return createStructure(
    lattice,
    ["Ca", "Ti", "O", "O", "O"],
    [
      [0, 0, 0],
      [0.5, 0.5, 0.5 + lift],
      [0.5, 0.5, 0],
      [0.5, 0, 0.5],
      [0, 0.5, 0.5],
    ],
  );
}

/** The same crystal with other axes, another origin and order. */
function disguise(structure: Structure, seed: number): Structure {
  const random = createRandom(seed);
  const shears: readonly (readonly [Vector3, Vector3, Vector3])[] = [
    [[1, 1, 0], [0, 1, 0], [0, 0, 1]], // prettier-ignore
    [[0, 1, 0], [0, 0, 1], [1, 0, 0]], // prettier-ignore
    [[1, 0, 0], [-1, 1, 0], [0, 1, 1]], // prettier-ignore
  ];
  const cell = createSupercell(structure, shears[seed % 3] ?? [[1, 0, 0], [0, 1, 0], [0, 0, 1]]); // prettier-ignore
  const moved = translateStructure(cell, [random.uniform(), random.uniform(), random.uniform()]);
  return { ...moved, sites: random.shuffle(moved.sites) };
}

describe("compareCells", () => {
  it("finds no error in another description of the same crystal", () => {
    const crystal = perovskite(3.9, 4.1, 85, 0.03);
    for (let seed = 0; seed < 12; seed++) {
      const errors = compareCells(disguise(crystal, seed), crystal);
      for (const error of Object.values(errors ?? { none: 1 })) expect(error).toBeLessThan(1e-9);
    }
  });

  it("measures by hand: lengths 10 %, one angle of three by 5°, one coordinate of fifteen by 0.03", () => {
    const wanted = perovskite(4, 5);
    for (let seed = 0; seed < 6; seed++) {
      const found = disguise(perovskite(4.4, 5.5, 95, 0.03), seed);
      const errors = compareCells(found, wanted);
      expect(errors?.lengths).toBeCloseTo(0.1, 9);
      expect(errors?.angles).toBeCloseTo(5 / 90 / 3, 9);
      expect(errors?.coordinates).toBeCloseTo(0.03 / 15, 9);
    }
  });

  it("compares only what has the same elements on as many sites", () => {
    const crystal = perovskite(4);
    const doubled = createSupercell(crystal, [
      [2, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(compareCells(doubled, crystal)).toBeUndefined();
    const salt = createStructure(crystal.lattice, ["Na"], [[0, 0, 0]]);
    expect(compareCells(salt, crystal)).toBeUndefined();
  });
});

describe("Rediscovery", () => {
  const wanted = [perovskite(4), createStructure(perovskite(3).lattice, ["Cs", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]])]; // prettier-ignore

  it("tells for every number of samples what they found, and how well", () => {
    const rediscovery = new Rediscovery(wanted);
    rediscovery.add(3, createStructure(perovskite(3).lattice, ["Na"], [[0, 0, 0]]));
    rediscovery.add(10, perovskite(4.8)); // the first, 20 % off
    rediscovery.add(20, perovskite(4.4)); // better
    rediscovery.add(30, perovskite(6)); // worse: not kept
    expect(rediscovery.finds.map(({ sample }) => sample)).toEqual([10, 20]);
    expect(rediscovery.report(10)).toMatchObject({ byFormula: 0, byCell: 0, byStructure: 0 });
    expect(rediscovery.report(10).first.lengths).toBeNaN();
    const early = rediscovery.report(11);
    expect(early).toMatchObject({ byFormula: 0.5, byCell: 0.5, byStructure: 0.5 });
    expect(early.best.lengths).toBeCloseTo(0.2, 9);
    const late = rediscovery.report(1000);
    expect(late.first.lengths).toBeCloseTo(0.2, 9);
    expect(late.best.lengths).toBeCloseTo(0.1, 9);
  });

  it("goes on from what was found earlier", () => {
    const whole = new Rediscovery(wanted);
    const first = new Rediscovery(wanted);
    for (const [sample, a] of [4.8, 4.4].entries()) {
      whole.add(sample, perovskite(a));
      first.add(sample, perovskite(a));
    }
    const finds = JSON.parse(JSON.stringify(first.finds)) as typeof first.finds;
    const second = new Rediscovery(wanted, { finds });
    for (const [sample, a] of [4.6, 4.1].entries()) {
      whole.add(2 + sample, perovskite(a));
      second.add(2 + sample, perovskite(a));
    }
    expect(second.finds).toEqual(whole.finds);
    expect(second.report(4)).toEqual(whole.report(4));
    expect(() => new Rediscovery([], { finds })).toThrow(RangeError);
  });

  it("counts a formula in a cell of another size, but compares no cells then", () => {
    const rediscovery = new Rediscovery(wanted);
    const cell = [
      [2, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const;
    rediscovery.add(0, createSupercell(perovskite(4), cell));
    expect(rediscovery.report(1)).toMatchObject({ byFormula: 0.5, byCell: 0, byStructure: 0.5 });
  });
});
