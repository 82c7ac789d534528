import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { createPreset, type GenerationMetrics, type VaeMetrics } from "@ftcp/vae";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

describe("the README of the repository", () => {
  it("shows what was measured of the bundled model, and nothing else", () => {
    const metrics = JSON.parse(read("../models/ternary-20/metrics.json")) as VaeMetrics;
    const { prior, perturbed } = JSON.parse(
      read("../models/ternary-20/generation.json"),
    ) as GenerationMetrics;
    const { perturbationScale } = createPreset("ftcp");
    const atPreset = perturbed.find(({ scale }) => scale === perturbationScale);
    const training = JSON.parse(read("../models/ternary-20/training.json")) as {
      readonly seconds: number;
      readonly processorSeconds: number;
    };
    const minutes = (seconds: number): string => (seconds / 60).toFixed(1);
    const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
    const expected = [
      percent(metrics.elementAccuracy),
      percent(metrics.formulaAccuracy),
      percent(metrics.siteCountAccuracy),
      percent(metrics.lengthMape),
      percent(metrics.angleMape),
      metrics.coordinateMae.toFixed(5),
      percent(metrics.matchRate ?? NaN),
      ...Object.values(metrics.propertyMae).map((value) => value.toFixed(4)),
      percent(prior.valid),
      percent(prior.neutral),
      percent(atPreset?.valid ?? NaN),
      percent(atPreset?.formulaChanged ?? NaN),
      `${minutes(training.seconds)} min by the clock, ${minutes(training.processorSeconds)} of a processor`,
    ];
    const table = /<!-- metrics -->([^]*)<!-- \/metrics -->/.exec(read("../../../README.md"))?.[1];
    const shown = [...(table ?? "").matchAll(/^\|[^|]*\|([^|]*)\|/gm)].map((row) => row[1]?.trim());
    expect(shown.slice(2)).toEqual(expected);
  });
});
