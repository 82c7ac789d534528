import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure } from "@ftcp/crystal";
import type { Design, DesignFunnel, QualityStep } from "@ftcp/sampling";
import type { CaseRun } from "./measureCase.ts";
import { rateEmitted } from "./rateEmitted.ts";

const step = (name: QualityStep["name"], candidates: number, neutral: number): QualityStep => ({
  ...{ name, candidates, neutral, changed: 0, distances: candidates, covalentRadii: candidates },
  ...{ volumePerAtom: candidates, neutralByAll: candidates, newFormula: candidates },
});
const run = (quality: readonly QualityStep[], designs: readonly Design[] = []): Rated => ({
  funnel: { quality } as unknown as DesignFunnel,
  designs,
});
type Rated = Pick<CaseRun, "funnel" | "designs">;

/** Two atoms at opposite corners of a cube of 3.5 Å, whose charges balance or do not. */
function design(elements: readonly [string, string], spaceGroup?: number): Design {
  const lattice = createLattice({ a: 3.5, b: 3.5, c: 3.5, alpha: 90, beta: 90, gamma: 90 });
  const places = [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
  ] as const;
  return {
    structure: createStructure(lattice, elements, places),
    formula: elements.join(""),
    repair: spaceGroup === undefined ? {} : { spaceGroup: { number: spaceGroup } },
  } as unknown as Design;
}

const known = new Set(["KBr"]);
const find = (rates: ReturnType<typeof rateEmitted>, part: string): object | undefined =>
  rates.find(({ label }) => label.includes(part));

describe("rateEmitted", () => {
  it("joins searches, candidates as decoded beside designs, with goals", () => {
    const rates = rateEmitted(
      [
        run([step("raw", 100, 40)], [design(["Na", "Cl"], 221), design(["Na", "O"], 1)]),
        run([step("raw", 300, 200)], [design(["K", "Br"], 221), design(["K", "F"], 221)]),
      ],
      known,
    );
    expect(find(rates, "common")).toMatchObject({ raw: 240 / 400, emitted: 3 / 4, goal: 0.75 });
    expect(find(rates, "0.5 Å")).toMatchObject({ raw: 1, emitted: 1, goal: 0.98 });
    expect(find(rates, "not in")).toMatchObject({ raw: 1, emitted: 3 / 4, goal: 1 });
    expect(find(rates, "P 1")).toMatchObject({ emitted: 3 / 4, goal: 0.75 });
  });

  it("counts the designs that were chosen, not all that a search accepted", () => {
    const quality = [step("raw", 100, 40), step("accepted", 50, 25)];
    const rates = rateEmitted([run(quality, [design(["Na", "Cl"])])], known);
    expect(find(rates, "common")).toMatchObject({ raw: 0.4, emitted: 1 });
  });

  it("takes the space groups of what was decoded where they are looked for first", () => {
    const looked = { ...step("composition", 50, 50), aboveP1: 5 };
    const rates = rateEmitted([run([step("raw", 100, 40), looked])], known);
    expect(find(rates, "P 1")).toMatchObject({ raw: 0.1 });
  });

  it("has no rate of what nobody counted", () => {
    const rates = rateEmitted([run([step("raw", 1, 1)], [design(["Na", "Cl"])])], known);
    expect(find(rates, "P 1")).toMatchObject({ raw: Number.NaN, emitted: Number.NaN });
  });
});
