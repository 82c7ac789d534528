import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure } from "@ftcp/crystal";
import type { Design, DesignFunnel } from "@ftcp/sampling";
import { parseTarget } from "@ftcp/sampling";
import { caseNames, readCaseProtocol } from "./caseProtocol.ts";
import { isHit } from "./isHit.ts";
import { measureCase, measureTotals, type CaseRun } from "./measureCase.ts";

const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });

function design(formula: string, energy: number, spaceGroup: number, valid = true): Design {
  const elements = formula.match(/[A-Z][a-z]?/gu) ?? [];
  const sites = elements.map((_, i) => [i / 4, 0, 0] as const);
  return {
    ...{ formula, structure: createStructure(lattice, elements, sites) },
    predicted: { formation_energy_per_atom: energy },
    checks: { valid },
    neutrality: { common: valid, all: true },
    repair: { spaceGroup: { number: spaceGroup, hermannMauguin: "?" } },
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
  it("counts hits of our own model, of the judge with valid geometry, and of chance", () => {
    const judged = energies(-0.5, -0.9, -0.5, -0.5);
    const test = [...energies(-0.5, -0.55, -3, 0), { band_gap: 1 }];
    expect(measureCase({ ...run, judged, test }, criteria)).toEqual({
      ...{ name: "a", targets: run.targets, sampled: 100, designs: 4, formulas: 4 },
      ...{ own: 3 / 4, judge: 2 / 4, base: 2 / 4, baseCount: 4 },
    });
  });

  it("knows no rate where there is no judge, no data or no design", () => {
    const empty = measureCase({ ...run, designs: [] }, criteria);
    expect(empty).toMatchObject({ own: undefined, judge: undefined, base: undefined });
  });
});

describe("measureTotals", () => {
  it("counts formulas, elements and structure types: amounts with a space group", () => {
    expect(measureTotals(run.designs)).toEqual({
      ...{ designs: 4, formulas: 4, elements: 8, structureTypes: 3 },
      ...{ valid: 3 / 4, neutral: 3 / 4, aboveP1: 2 / 4 },
    });
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
    const { study, criteria: wanted } = await readCaseProtocol(name);
    expect(study.seeds).toBe(100);
    for (const { target = [] } of study.runs ?? []) {
      const properties = target.map((text) => parseTarget(text).property);
      expect([...properties].sort()).toEqual(wanted.map(({ property }) => property).sort());
    }
  });
});
