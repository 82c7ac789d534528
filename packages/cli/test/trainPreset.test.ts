import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { CrystalVae } from "@ftcp/vae";
import { readFile, writeFile } from "node:fs/promises";
import { rows, toJsonl } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

jest.setTimeout(120_000);

const at = useTemporaryFolder();

beforeAll(async () => {
  await writeFile(at("data.jsonl"), toJsonl(rows));
});

function train(out: string, ...more: string[]): ReturnType<typeof ftcp> {
  const args = ["train", "--data", at("data.jsonl"), "--out", at(out), "--elements", "3"];
  return ftcp([...args, "--max-sites", "5", "--epochs", "1", "--threads", "1", ...more]);
}

describe("ftcp train --preset", () => {
  it("trains the reference's recipe on its layout, with sizes that override it", async () => {
    const small = ["--engine", "onnxruntime-node", "--latent-size", "16", "--batch-size", "4"];
    const { code, stderr } = await train("reference", "--preset", "reference", ...small);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const model = await CrystalVae.fromBytes(await readFile(at("reference", "model.safetensors")));
    expect(model.layout.name).toBe("reference");
    expect(model.config).toMatchObject({ architecture: "convolutional", latentSize: 16 });
    expect(model.about).toMatchObject({
      ...{ batchSize: 4, learningRate: 5e-4, schedule: { kind: "reference" } },
      optimizer: { kind: "rmsprop" },
    });
    model.dispose();
    const evaluated = await ftcp([
      ...["evaluate", "--model", at("reference"), "--data", at("data.jsonl"), "--engine", "cpu"],
      ...["--matches", "--json"],
    ]);
    expect(evaluated.code).toBe(0);
    const metrics = JSON.parse(evaluated.stdout) as Record<string, number>;
    expect(metrics).toMatchObject({ crystals: 3 });
    expect([0, 1, 2, 3]).toContain(3 * (metrics["matchRate"] ?? NaN));
  });

  it("learns from crystals that the model is not for, and keeps them out of its index", async () => {
    const small = ["--preset", "ftcp", "--engine", "onnxruntime-node", "--batch-size", "4"];
    const sizes = ["--network", '{"hidden":16,"regressionHidden":8}', "--json"];
    const ranges = ["--elements", "1-3", "--index-elements", "3"];
    const { code, stdout, stderr } = await train("mixed", ...small, ...sizes, ...ranges);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const { crystals: indexed } = JSON.parse(stdout) as { crystals: number };
    const model = await CrystalVae.fromBytes(await readFile(at("mixed", "model.safetensors")));
    expect(model.about["crystals"]).toBeGreaterThan(indexed);
    expect(model.about["filter"]).toEqual({ elements: { min: 3, max: 3 }, maxSites: 5 });
    model.dispose();
  });

  it("indexes the crystals that are known to meet a condition, and learns from all", async () => {
    const small = ["--preset", "ftcp", "--engine", "onnxruntime-node", "--batch-size", "4"];
    const sizes = ["--network", '{"hidden":16,"regressionHidden":8}', "--json"];
    const sparse = ["--sparse-property", "thermo", "--index-where", "thermo>0.5"];
    const { code, stdout, stderr } = await train("known", ...small, ...sizes, ...sparse);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    // Of eight ternaries of the split four have the label: p-1, p-4 and p-8 reach the bound, p-6 does not.
    expect(JSON.parse(stdout)).toMatchObject({ crystals: 3 });
    const model = await CrystalVae.fromBytes(await readFile(at("known", "model.safetensors")));
    expect(model.about["crystals"]).toBe(8);
    model.dispose();
  });

  it("refuses a layout beside the preset's", async () => {
    const { code, stderr } = await train("both", "--preset", "paper", "--layout", "paper");
    expect(code).toBe(2);
    expect(stderr).toContain("CLI_USAGE");
  });
});
