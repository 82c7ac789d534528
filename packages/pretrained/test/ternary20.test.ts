import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { locatePretrained, pretrainedNames } from "@ftcp/pretrained";
import { readPretrained, type PretrainedFiles } from "@ftcp/pretrained/node";
import { LatentIndex } from "@ftcp/sampling";
import { createPreset, CrystalVae, type GenerationMetrics, type VaeMetrics } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import { readIndexedCrystals } from "./readIndexedCrystals.ts";

const folder = new URL("../models/ternary-20/", import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
const metrics = read("metrics.json") as VaeMetrics;
const designs = read("generation.json") as GenerationMetrics;

describe("the bundled model ternary-20", () => {
  let files: PretrainedFiles;
  let model: CrystalVae;
  let index: LatentIndex;
  beforeAll(async () => {
    await prepareWasmBackend();
    files = await readPretrained("ternary-20");
    model = await CrystalVae.fromBytes(files.model);
    index = LatentIndex.fromFiles(files.index);
  });

  it("weighs at most 10 MB with its index", () => {
    const { model: weights, index: parts } = files;
    const bytes = weights.length + parts.bytes.length + parts.json.length;
    expect(bytes).toBeLessThan(10e6);
  });

  it("brings the training crystals it was made from, with their source", () => {
    // Binaries are learned from, but designs start from ternaries.
    expect(index.count).toBe(15_294);
    expect(model.about["crystals"]).toBe(21_537);
    expect(index.latentSize).toBe(model.latentSize);
    expect(index.propertyNames).toEqual(model.properties);
    expect(index.attribution).toMatch(/Materials Project, CC BY 4\.0/);
    expect(files.card).toMatch(/Materials Project, CC BY 4\.0/);
  });

  it("decodes and predicts from the index what the index says, for most of 300 crystals", async () => {
    const read = await readIndexedCrystals(model, index, 300);
    expect(read.validFormulas).toBeGreaterThan(0.97);
    const { mean, count } = read.errorOf("formation_energy_per_atom");
    expect(count).toBe(300);
    expect(mean).toBeLessThan(0.08);
  });

  it("has a card that says what `ftcp evaluate` printed", () => {
    expect(metrics.elementAccuracy).toBeGreaterThan(0.999);
    expect(metrics.formulaAccuracy).toBeGreaterThan(0.99);
    expect(metrics.lengthMape).toBeLessThan(0.006);
    expect(metrics.matchRate).toBeGreaterThan(0.99);
    expect(metrics.propertyMae["formation_energy_per_atom"]).toBeLessThan(0.075);
    expect(metrics.propertyMae["band_gap"]).toBeLessThan(0.22);
    expect(files.card).toContain(`${(100 * metrics.formulaAccuracy).toFixed(2)} %`);
    expect(files.card).toContain(
      (metrics.propertyMae["formation_energy_per_atom"] ?? NaN).toFixed(4),
    );
  });

  it("moves crystals by the preset's scale to valid ones, three in ten of another formula", () => {
    const { perturbationScale } = createPreset("ftcp");
    const moved = designs.perturbed.find(({ scale }) => scale === perturbationScale);
    expect(moved?.valid).toBeGreaterThan(0.97);
    expect(moved?.formulaChanged).toBeGreaterThan(0.3);
    expect(files.card).toContain(`perturbed by ${perturbationScale}, the preset's scale`);
  });

  it("is known by name, and an unknown name is refused", async () => {
    expect(pretrainedNames).toContain("ternary-20");
    expect(locatePretrained("ternary-20").model.pathname).toMatch(
      /ternary-20\/model\.safetensors$/,
    );
    await expect(readPretrained("none" as "ternary-20")).rejects.toThrow(RangeError);
  });
});
