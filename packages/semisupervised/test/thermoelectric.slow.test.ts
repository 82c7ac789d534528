import { readDataset } from "@ftcp/datasets/node";
import { createLayout } from "@ftcp/featurize";
import { countLabels, trainSemisupervisedVae } from "@ftcp/semisupervised";
import { sharedData } from "@ftcp/testing";
import { evaluateVae, type CrystalVae, type TrainingCrystal } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import { describe, expect, it } from "@jest/globals";

const shared = sharedData();
const describeShared = shared === undefined ? describe.skip : describe;
const groundState = ["formation_energy_per_atom", "band_gap"];
const sparse = ["Powerfactor"];

/** The first ternaries of at most 10 sites with both ground-state labels. */
async function realTernaries(folder: string, split: string, count: number) {
  const crystals: TrainingCrystal[] = [];
  for await (const item of readDataset(`${folder}/crystals.jsonl.gz`)) {
    if (!item.ok) throw item.error;
    const { structure, properties, labels } = item.value;
    const elements = new Set(structure.sites.map((site) => site.species[0]?.element));
    if (labels["split"] !== split || elements.size !== 3 || structure.sites.length > 10) continue;
    if (groundState.some((name) => properties[name] === undefined)) continue;
    crystals.push(item.value);
    if (crystals.length === count) break;
  }
  return crystals;
}

describeShared("300 real ternaries, few of which have a power factor (needs ../shared)", () => {
  it("train, and every crystal gets a finite and plausible power factor", async () => {
    await prepareWasmBackend();
    const crystals = await realTernaries(shared ?? "", "train", 300);
    const labels = countLabels(crystals, sparse)["Powerfactor"] ?? 0;
    expect(labels).toBeGreaterThan(10);
    expect(labels).toBeLessThan(300);

    let model: CrystalVae | undefined;
    const losses: number[] = [];
    for await (const event of trainSemisupervisedVae(crystals, {
      ...{ groundState, sparse, seed: 1, epochs: 4, batchSize: 32 },
      layout: createLayout({ maxElements: 3, maxSites: 10 }),
      network: { latentSize: 160, channels: [8, 16, 16], hidden: 64, regressionHidden: 64 },
    })) {
      if (event.kind === "epoch") losses.push(event.loss.total);
      if (event.kind === "done") model = event.model;
    }
    if (model === undefined) throw new Error("the training did not end");
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);

    const known = crystals.flatMap(({ properties }) => properties["Powerfactor"] ?? []);
    const range = Math.max(...known) - Math.min(...known);
    const { mean } = await model.encode(crystals.map(({ structure }) => structure));
    const predicted = await model.predict(mean);
    expect(predicted.every(Number.isFinite)).toBe(true);
    for (let i = 2; i < predicted.length; i += 3) {
      // The gate of Eq. 2 reaches an eighteenth of the range of the labels beyond either end.
      expect(predicted[i]).toBeGreaterThan(Math.min(...known) - 0.06 * range);
      expect(predicted[i]).toBeLessThan(Math.max(...known) + 0.06 * range);
    }
    const metrics = await evaluateVae(model, crystals);
    expect(metrics.propertyCount).toMatchObject({ band_gap: 300, Powerfactor: labels });
    expect(metrics.propertyMae["Powerfactor"]).toBeLessThan(range / 2);
    model.dispose();
  }, 600_000);
});
