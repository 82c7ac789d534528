import { describe, expect, it } from "@jest/globals";
import type { DesignFunnel, QualityStep } from "@ftcp/sampling";
import { rateEmitted } from "./rateEmitted.ts";

function step(name: QualityStep["name"], candidates: number, neutral: number): QualityStep {
  const rest = { changed: 0, distances: candidates, covalentRadii: 0, volumePerAtom: 0 };
  return { name, candidates, neutral, neutralByAll: neutral, newFormula: candidates, ...rest };
}

const funnel = (...quality: QualityStep[]): DesignFunnel =>
  ({ quality }) as unknown as DesignFunnel;

describe("rateEmitted", () => {
  it("joins searches, candidates as decoded beside designs, with goals", () => {
    const rates = rateEmitted([
      funnel(step("raw", 100, 40), step("accepted", 10, 9)),
      funnel(step("raw", 300, 200), step("accepted", 30, 27)),
    ]);
    expect(rates.find(({ label }) => label.includes("common"))).toMatchObject({
      ...{ raw: 240 / 400, emitted: 36 / 40, goal: 0.75 },
    });
    expect(rates[0]).toMatchObject({ raw: 1, emitted: 1, goal: 0.98 });
  });

  it("takes the space groups of what was decoded where they are looked for first", () => {
    const looked = { ...step("composition", 50, 50), aboveP1: 5 };
    const rates = rateEmitted([funnel(step("raw", 100, 40), looked)]);
    expect(rates.find(({ label }) => label.includes("P 1"))?.raw).toBe(0.1);
  });

  it("has no rate of what nobody counted", () => {
    const rate = rateEmitted([funnel(step("raw", 1, 1))]).find(({ label }) =>
      label.includes("P 1"),
    );
    expect([rate?.raw, rate?.emitted]).toEqual([NaN, NaN]);
  });
});
