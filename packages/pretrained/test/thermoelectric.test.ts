import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { pretrainedNames } from "@ftcp/pretrained";
import { readPretrained, type PretrainedFiles } from "@ftcp/pretrained/node";
import { LatentIndex } from "@ftcp/sampling";
import { CrystalVae, type VaeMetrics } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import { readIndexedCrystals } from "./readIndexedCrystals.ts";

const name = "ternary-quaternary-40-thermoelectric";
const read = (file: string): VaeMetrics =>
  JSON.parse(
    readFileSync(new URL(`../models/${name}/${file}`, import.meta.url), "utf8"),
  ) as VaeMetrics;

describe(`the bundled model ${name}`, () => {
  let files: PretrainedFiles;
  let model: CrystalVae;
  let index: LatentIndex;
  beforeAll(async () => {
    await prepareWasmBackend();
    files = await readPretrained(name);
    model = await CrystalVae.fromBytes(files.model);
    index = LatentIndex.fromFiles(files.index);
  });

  it("is known by its name and weighs at most 10 MB with its index", () => {
    expect(pretrainedNames).toContain(name);
    const { model: weights, index: parts } = files;
    const bytes = weights.length + parts.bytes.length + parts.json.length;
    expect(bytes).toBeLessThan(10e6);
  });

  it("knows energies, band gap and power factor, and indexes crystals near the hull", () => {
    expect(model.properties).toEqual([
      ...["formation_energy_per_atom", "band_gap"],
      ...["e_above_hull_recomputed", "Powerfactor"],
    ]);
    expect(index.propertyNames).toEqual(model.properties);
    expect(index.latentSize).toBe(model.latentSize);
    expect(model.about["crystals"]).toBe(24_085);
    expect(index.count).toBe(14_170);
    const known = Array.from({ length: index.count }, (_, row) => index.propertiesOf(row));
    expect(known.every((row) => (row["e_above_hull_recomputed"] ?? Infinity) <= 0.0301)).toBe(true);
    // Of most crystals the power factor is not known.
    const labelled = known.filter((row) => row["Powerfactor"] !== undefined).length;
    expect(labelled).toBeGreaterThan(3000);
    expect(labelled).toBeLessThan(index.count / 2);
    expect(index.attribution).toMatch(/Materials Project, CC BY 4\.0/);
    expect(index.attribution).toMatch(/Ricci et al\., Scientific Data 4, 170085 \(2017\)/);
  });

  it("decodes and predicts from the index what the index says, for most of 100 crystals", async () => {
    const read = await readIndexedCrystals(model, index, 100);
    expect(read.formulas).toBeGreaterThan(0.9);
    const { mean } = read.errorOf("Powerfactor");
    expect(mean).toBeLessThan(index.spreadOf("Powerfactor") / 2);
  });

  it("has a card with what was measured, and what the weights of eight bits cost", () => {
    const [metrics, exact] = [read("metrics.json"), read("metrics-float32.json")];
    expect(metrics.crystals).toBe(exact.crystals);
    for (const property of model.properties) {
      const [quantized, full] = [metrics, exact].map(({ propertyMae }) => propertyMae[property]);
      expect((quantized ?? NaN) / (full ?? NaN)).toBeLessThan(1.02);
      expect(files.card).toContain((quantized ?? NaN).toFixed(4));
    }
    expect(files.card).toContain(`${(100 * metrics.formulaAccuracy).toFixed(2)} %`);
    expect(files.card).toContain("float32");
    expect(files.card).toMatch(/Ricci et al\./);
  });
});
