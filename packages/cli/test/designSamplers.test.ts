import { describe, expect, it, jest } from "@jest/globals";
import type { DesignFunnel } from "@ftcp/sampling";
import type { DesignRecord } from "../src/design/describeDesign.ts";
import { ftcp } from "./ftcp.ts";
import { useTinyModel } from "./useTinyModel.ts";

jest.setTimeout(60_000); // a busy machine

const at = useTinyModel();

interface Summary {
  readonly designs: readonly DesignRecord[];
  readonly funnel: DesignFunnel;
}

async function design(out: string, ...more: string[]): Promise<Summary> {
  const { code, stdout, stderr } = await ftcp([
    ...["design", "--model", at("tiny"), "--engine", "wasm", "--out", at(out), "--json"],
    ...["--count", "3", ...more],
  ]);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Summary;
}

describe("ftcp design", () => {
  it("goes down the gradient of the predictions, differentiated by a compiled graph", async () => {
    const { designs } = await design(
      // A network that has hardly learned: few of its crystals are neutral, symmetric or on target.
      ...["optimized", "--sampler", "optimized", "--gradients", "onnxruntime-node"],
      ...["--target", "band_gap=2±5", "--neutral", "none", "--symmetry", "any"],
    );
    for (const { sampler, step, predicted, checks } of designs) {
      expect(sampler).toBe("optimized");
      expect(step).toBeGreaterThanOrEqual(0);
      expect(Math.abs((predicted["band_gap"] ?? NaN) - 2)).toBeLessThanOrEqual(5);
      expect(checks.passed).toContain("tolerance");
    }
  });

  it("adapts the scale of perturbations, and chooses by charge and symmetry unless told not to", async () => {
    const target = ["--sampler", "adaptive", "--target", "band_gap=2"];
    // Few crystals of a network that has hardly learned have room for atoms at 0.82 of their radii's sum.
    const chosen = await design("chosen", ...target, "--count", "1");
    expect(chosen.designs).toHaveLength(1);
    for (const { sampler, neutral, spaceGroup, novelty } of chosen.designs) {
      expect(sampler).toBe("adaptive");
      expect(neutral.common).toBe(true);
      expect(spaceGroup?.number).toBeGreaterThan(1);
      expect(novelty).toEqual({ formula: true, structuresCompared: 0 });
    }
    const all = await design("all", ...target, "--neutral", "none", "--symmetry", "any");
    expect(all.funnel.rejected).toMatchObject({ notNeutral: 0, notSymmetric: 0 });
    const raw = await design("raw", ...target, "--no-repair");
    expect(raw.funnel.rejected).toMatchObject({ notNeutral: 0, notSymmetric: 0 });
  });
});
