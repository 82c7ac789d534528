import { mkdtemp, readFile, rm, writeFile, appendFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { TrainingEvent } from "../training/trainingEvent.ts";
import { openMetricsLog } from "./openMetricsLog.ts";

const loss = { total: 1, reconstruction: 0.5, divergence: 2, regression: 0.25 };
const started = (step: number): TrainingEvent => ({
  ...{ kind: "started", engine: "tfjs-cpu", passedOver: [], crystals: 8, validationCrystals: 0 },
  ...{ epochs: 2, step, stepsPerEpoch: 2, totalSteps: 4 },
});
const step = (count: number): TrainingEvent => ({
  ...{ kind: "step", epoch: Math.floor((count - 1) / 2), step: count, totalSteps: 4, loss },
  ...{ learningRate: 1e-3, beta: 0.1, gradientNorm: 3, crystalsPerSecond: 100, secondsLeft: 1 },
});
const epoch = (count: number): TrainingEvent => ({
  ...{ kind: "epoch", epoch: count, epochs: 2, step: 2 * count, loss, learningRate: 1e-3 },
  seconds: 1,
});

describe("openMetricsLog", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ftcp-vae-log-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });
  const write = async (path: string, events: readonly TrainingEvent[]): Promise<void> => {
    const log = await openMetricsLog(path);
    for (const event of events) await log.add(event);
    await log.close();
  };
  const read = async (path: string): Promise<string[]> => {
    const lines = (await readFile(path, "utf8")).split("\n");
    expect(lines.pop()).toBe("");
    return lines.map((line) => {
      const entry = JSON.parse(line) as { kind: string; step: number };
      return `${entry.kind} ${entry.step}`;
    });
  };

  it("writes a line for the start, every step and every epoch", async () => {
    const path = join(folder, "plain.jsonl");
    await write(path, [started(0), step(1), step(2), epoch(1)]);
    expect(await read(path)).toEqual(["started 0", "step 1", "step 2", "epoch 2"]);
    const [, line = ""] = (await readFile(path, "utf8")).split("\n");
    expect(JSON.parse(line)).toMatchObject({ loss, learningRate: 1e-3, gradientNorm: 3 });
  });

  it("goes on where the checkpoint was, without a line twice, whatever a crash left", async () => {
    const path = join(folder, "resumed.jsonl");
    await write(path, [started(0), step(1), step(2), epoch(1), step(3)]);
    await appendFile(path, '{"kind":"step","st'); // cut off
    await write(path, [started(2), step(3)]);
    const expected = ["started 0", "step 1", "step 2", "epoch 2", "started 2", "step 3"];
    expect(await read(path)).toEqual(expected);
    // Resumed at the same place again.
    await write(path, [started(2), step(3), step(4), epoch(2)]);
    expect(await read(path)).toEqual([...expected, "step 4", "epoch 4"]);
    await write(path, [started(0)]); // begun anew
    expect(await read(path)).toEqual(["started 0"]);
  });

  it("drops what is no log", async () => {
    const path = join(folder, "foreign.jsonl");
    await writeFile(path, "epoch,loss\n1,2\n");
    await write(path, [started(2), step(3)]);
    expect(await read(path)).toEqual(["started 2", "step 3"]);
  });

  it("answers a folder that is not there with VAE_WRITE_FAILED", async () => {
    await expect(openMetricsLog(join(folder, "none", "log.jsonl"))).rejects.toMatchObject({
      code: "VAE_WRITE_FAILED",
      data: { reason: "ENOENT" },
    });
  });
});
