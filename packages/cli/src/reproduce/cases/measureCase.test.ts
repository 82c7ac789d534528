import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure } from "@ftcp/crystal";
import type { Design, DesignFunnel } from "@ftcp/sampling";
import { parseTarget } from "@ftcp/sampling";
import { caseNames, readCaseProtocol } from "./caseProtocol.ts";
import { isHit } from "./isHit.ts";
import { measureCase, type CaseRun } from "./measureCase.ts";
import { totalCase } from "./totalCase.ts";

const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });

function design(formula: string, energy: number, spaceGroup: number, valid = true): Design {
  const elements = formula.match(/[A-Z][a-z]?/gu) ?? [];
  const sites = elements.map((_, i) => [i / 4, 0, 0] as const);
  return {
    ...{ formula, structure: createStructure(lattice, elements, sites) },
    predicted: { formation_energy_per_atom: energy },
    checks: { valid, covalentRatio: spaceGroup / 200 },
    neutrality: { common: valid, all: true },
    repair: {
      spaceGroup: { number: spaceGroup, hermannMauguin: "?" },
      displacement: { largest: spaceGroup / 100, rms: spaceGroup / 200 },
      ...{ volumeFactor: spaceGroup === 1 ? 1 : 1.2, latentMoved: 0 },
    },
    reencoded: { decodesToItself: valid },
  } as unknown as Design;
}

const criteria = [{ property: "formation_energy_per_atom", within: 0.1 }];
const run: CaseRun = {
  name: "a",
  targets: ["formation_energy_per_atom=-0.5"],
  targetSpecs: [parseTarget("formation_energy_per_atom=-0.5")],
  funnel: { sampled: 100 } as DesignFunnel,
  designs: [
    design("SrTiO3", -0.5, 221),
    design("BaTiO3", -0.6, 221),
    design("KNaCl2", -0.65, 1),
    design("LiNaO", -0.45, 1, false),
  ],
};
const energies = (...values: number[]): Readonly<Record<string, number>>[] =>
  values.map((value) => ({ formation_energy_per_atom: value }));

describe("measureCase", () => {
  it("counts hits of our own model and of the judge with valid geometry, and of chance", () => {
    const judged = energies(-0.5, -0.9, -0.5, -0.5);
    const test = [...energies(-0.5, -0.55, -3, 0), { band_gap: 1 }];
    const rates = { own: 2 / 4, judge: 2 / 4, base: 2 / 4, baseCount: 4 };
    expect(measureCase({ ...run, judged, test }, criteria)).toEqual({
      ...{ name: "a", targets: run.targets, sampled: 100, designs: 4, formulas: 4 },
      ...{ ...rates, criteria: { formation_energy_per_atom: rates } },
    });
  });

  it("tells how many crystals that lie at the targets the judge would find", () => {
    const test = energies(-0.5, -0.55, -0.45, -3);
    const testJudged = energies(-0.52, -0.9, -0.4, -0.5);
    expect(measureCase({ ...run, test, testJudged }, criteria).recall).toBeCloseTo(2 / 3, 12);
    expect(measureCase({ ...run, test }, criteria).recall).toBeUndefined();
  });

  it("counts each criterion alone as well as all at once", () => {
    const targets = ["formation_energy_per_atom<-0.55", "band_gap=1.5"];
    const properties = [
      { formation_energy_per_atom: -1, band_gap: 1.5 },
      { formation_energy_per_atom: -1, band_gap: 3 },
      { formation_energy_per_atom: 0, band_gap: 1.6 },
    ];
    const designs = properties.map((predicted, i) => ({
      ...design(`Na${i + 2}Cl`, 0, 1),
      predicted,
    }));
    const both = {
      ...run,
      ...{ targets, targetSpecs: targets.map((text) => parseTarget(text)), designs },
    };
    const wanted = [
      { property: "formation_energy_per_atom", within: 0 },
      { property: "band_gap", within: 0.25 },
    ];
    expect(measureCase(both, wanted)).toMatchObject({
      own: 1 / 3,
      criteria: { formation_energy_per_atom: { own: 2 / 3 }, band_gap: { own: 2 / 3 } },
    });
  });

  it("knows no rate where there is no judge, no data, no design, or a judge without the property", () => {
    const empty = measureCase({ ...run, designs: [] }, criteria);
    expect(empty).toMatchObject({ own: undefined, judge: undefined, base: undefined });
    const ignorant = run.designs.map(() => ({ band_gap: 1 }));
    expect(measureCase({ ...run, judged: ignorant }, criteria).judge).toBeUndefined();
  });
});

describe("totalCase", () => {
  const totals = totalCase(run.designs, new Set(["LiNaO"]));

  it("counts formulas, elements and structure types: amounts with a space group", () => {
    expect(totals).toMatchObject({ designs: 4, formulas: 4, newFormulas: 3 });
    expect(totals).toMatchObject({ elements: 8, structureTypes: 3 });
    expect(totals.drawn).toEqual({ designs: 4, elements: 8, structureTypes: 3 });
  });

  it("tells what to expect of 17 designs that are drawn from more", () => {
    const many = Array.from({ length: 34 }, (_, i) => design(i < 17 ? "SrTiO3" : "KNaCl2", 0, 1));
    // Both types and both sets of elements are among 17 of 34 but for a chance of 2 / C(34, 17).
    const { drawn } = totalCase(many, new Set());
    expect(drawn.designs).toBe(17);
    expect(drawn.structureTypes).toBeCloseTo(2, 6);
    expect(drawn.elements).toBeCloseTo(6, 6);
    const one = totalCase([design("KNaCl2", 0, 1), ...many.slice(0, 17)], new Set());
    expect(one.drawn.structureTypes).toBeCloseTo(1 + 17 / 18, 12);
  });

  it("tells how many designs are all metals, and how near to each other atoms are", () => {
    const found = [design("CaMgZn", 0, 160), design("Fe2O3", 0, 180), design("AlNi", 0, 221)];
    const { metals, covalentRatio } = totalCase(found, new Set());
    expect([metals, covalentRatio]).toEqual([2, { median: 0.9, least: 0.8 }]);
    expect(totalCase([], new Set()).covalentRatio).toBeUndefined();
  });

  it("tells how far repairs went, and what decodes to itself", () => {
    expect(totals.moved).toEqual({ median: 0.01, most: 2.21 });
    expect(totals.movedOnAverage).toEqual({ median: 0.005, most: 1.105 });
    expect(totals).toMatchObject({ rescaled: 0.5, latentsMoved: 0, decodesToItself: 0.75 });
  });
});

describe("isHit", () => {
  const targets = ["band_gap=1.5", "formation_energy_per_atom<-1.5"].map((text) =>
    parseTarget(text),
  );
  const both = [
    { property: "band_gap", within: 0.25 },
    { property: "formation_energy_per_atom", within: 0 },
  ];

  it.each([
    [{ band_gap: 1.74, formation_energy_per_atom: -1.6 }, true],
    [{ band_gap: 1.76, formation_energy_per_atom: -1.6 }, false],
    [{ band_gap: 1.5, formation_energy_per_atom: -1.4 }, false],
    [{ band_gap: 1.5 }, undefined],
  ])("asks for all criteria at once: %j", (properties, expected) => {
    expect(isHit(targets, both, properties as Record<string, number>)).toBe(expected);
  });
});

describe("the protocols of the demonstrations", () => {
  it.each(caseNames)("follow the schema, and every criterion has its target: %s", async (name) => {
    const { studies, criteria: wanted } = await readCaseProtocol(name);
    for (const { seeds, runs = [] } of studies) {
      expect(seeds).toBe(name === "case2" ? 400 : 100);
      for (const { target = [] } of runs) {
        const properties = target.map((text) => parseTarget(text).property);
        expect([...properties].sort()).toEqual(wanted.map(({ property }) => property).sort());
      }
    }
  });
});
