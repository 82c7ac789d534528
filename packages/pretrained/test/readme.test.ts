import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import type { VaeMetrics } from "@ftcp/vae";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

describe("the README of the repository", () => {
  it("shows the metrics that `ftcp evaluate` printed for the bundled model, and no others", () => {
    const metrics = JSON.parse(read("../models/ternary-20/metrics.json")) as VaeMetrics;
    const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
    const expected = [
      percent(metrics.elementAccuracy),
      percent(metrics.formulaAccuracy),
      percent(metrics.siteCountAccuracy),
      percent(metrics.lengthMape),
      percent(metrics.angleMape),
      metrics.coordinateMae.toFixed(5),
      ...Object.values(metrics.propertyMae).map((value) => value.toFixed(4)),
    ];
    const table = /<!-- metrics -->([^]*)<!-- \/metrics -->/.exec(read("../../../README.md"))?.[1];
    const shown = [...(table ?? "").matchAll(/^\|[^|]*\|([^|]*)\|/gm)].map((row) => row[1]?.trim());
    expect(shown.slice(2)).toEqual(expected);
  });
});
