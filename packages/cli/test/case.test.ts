import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { Cgcnn, createCgcnnConfig } from "@ftcp/cgcnn";
import * as tf from "@tensorflow/tfjs-core";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { rows, toJsonl } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { tinyTraining } from "./tinyTraining.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

jest.setTimeout(120_000); // a busy machine

const at = useTemporaryFolder();

beforeAll(async () => {
  await writeFile(at("data.jsonl"), toJsonl(rows));
  const { code, stderr } = await ftcp([
    ...["train", "--data", at("data.jsonl"), "--out", at("tiny"), "--epochs", "2"],
    ...tinyTraining,
  ]);
  if (code !== 0) throw new Error(stderr);
});

describe("ftcp reproduce case1", () => {
  it("searches, asks the judge, and prints hit rates beside base rates", async () => {
    await tf.ready();
    const scale = { property: "formation_energy_per_atom", mean: -0.5, deviation: 0.2 };
    const judge = new Cgcnn(createCgcnnConfig(), [scale], 1);
    await writeFile(at("judge.safetensors"), await judge.toBytes());
    judge.dispose();
    const args = [
      "reproduce",
      "case1",
      "--model",
      at("tiny"),
      "--limit",
      "1",
      "--out",
      at("cases"),
    ];
    const data = ["--data", at("data.jsonl"), "--judge", at("judge.safetensors")];
    const { code, stdout, stderr } = await ftcp([...args, ...data]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("formation_energy_per_atom=-0.7");
    expect(stdout).toMatch(/test crystals at random/u);
    expect(stdout).toMatch(/\d+ designs, \d+ formulas, \d+ elements, \d+ structure types/u);
    const summary = JSON.parse(await readFile(at("cases", "case1", "case1.json"), "utf8")) as {
      readonly measurements: readonly { readonly baseCount: number; readonly sampled: number }[];
    };
    expect(summary.measurements).toHaveLength(4);
    for (const { baseCount, sampled } of summary.measurements) {
      expect(baseCount).toBe(3);
      expect(sampled).toBeGreaterThan(0);
    }
    expect(await readdir(at("cases", "case1", "formation-energy-0.3"))).toContain("report.html");
  });

  it("says which property a model does not know, and that a table needs data", async () => {
    const out = ["--model", at("tiny"), "--out", at("no")];
    const { code, stderr } = await ftcp(["reproduce", "case3", ...out]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("SAMPLING_UNKNOWN_PROPERTY")]);
    expect((await ftcp(["reproduce", "table3", ...out])).stderr).toContain("CLI_USAGE");
  });
});
