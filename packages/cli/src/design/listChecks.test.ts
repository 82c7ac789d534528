import { describe, expect, it } from "@jest/globals";
import { parseTarget } from "@ftcp/sampling";
import { listChecks } from "./listChecks.ts";

const targets = [parseTarget("band_gap=2")];

describe("listChecks", () => {
  it("names nothing that was not asked for", () => {
    expect(listChecks({ targets })).toEqual(["elementCount"]);
    const none = { neutrality: "none", symmetry: "any", composition: {} } as const;
    expect(listChecks({ targets, ...none })).toEqual(["elementCount"]);
  });

  it("names all that was", () => {
    const siteCount = { min: 1, max: 9 };
    const asked = { neutrality: "common", symmetry: "aboveP1", siteCount } as const;
    expect(listChecks({ targets, ...asked, composition: { required: ["O"] } })).toEqual([
      ...["elementCount", "siteCount", "composition", "neutrality", "symmetry"],
    ]);
  });

  it("names the tolerance where a target must be met", () => {
    expect(listChecks({ targets, sampler: "random" })).toContain("tolerance");
    expect(listChecks({ targets, tolerance: 1 })).toContain("tolerance");
    for (const text of ["band_gap=2+-1", "band_gap<2", "1<band_gap<2"]) {
      expect(listChecks({ targets: [parseTarget(text)] })).toContain("tolerance");
    }
  });
});
