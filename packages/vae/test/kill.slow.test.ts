import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { createRandom } from "@ftcp/random";
import { bundleModule } from "@ftcp/testing";
import { openModelFile } from "../src/files/openModelFile.ts";

jest.setTimeout(1_800_000);

const kills = 50;
let folder = "";
let training: URL;
let writer: URL;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ftcp-vae-kill-"));
  training = await bundleModule(new URL("workers/killedTraining.ts", import.meta.url));
  writer = await bundleModule(new URL("workers/killedWriter.ts", import.meta.url));
});
afterAll(async () => {
  for (const url of [training, writer]) await rm(new URL(".", url), { recursive: true });
  await rm(folder, { recursive: true });
});

function start(module: URL, ...args: string[]): ChildProcess {
  const stdio = ["ignore", "pipe", "inherit"] as const;
  return spawn(process.execPath, [fileURLToPath(module), ...args], { stdio: [...stdio] });
}

async function finish(child: ChildProcess): Promise<void> {
  child.stdout?.resume();
  expect(await once(child, "exit")).toEqual([0, null]);
}

/** Waits for the end of a process and tells when it spoke first and when it ended. */
async function finishTimed(child: ChildProcess): Promise<[begin: number, end: number]> {
  if (child.stdout === null) throw new Error("no output");
  const exited = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), exited]);
  const begin = performance.now();
  expect(await exited).toEqual([0, null]);
  return [begin, performance.now()];
}

/** Kills a process as `kill -9` does, so long after its first word. */
async function killAfter(child: ChildProcess, milliseconds: number): Promise<void> {
  if (child.stdout === null) throw new Error("no output");
  const exited = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), exited]);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  child.kill("SIGKILL");
  await exited;
}

async function countTemporaries(path: string): Promise<number> {
  return (await readdir(path)).filter((name) => name.endsWith(".tmp")).length;
}

describe("kill -9", () => {
  it(`in ${kills} random instants of a training loses nothing: resumed bytes are equal`, async () => {
    const [whole, killed] = [join(folder, "whole"), join(folder, "killed")];
    await mkdir(whole);
    await mkdir(killed);
    const args = ["onnxruntime-node", "150"] as const;
    const [begin, end] = await finishTimed(start(training, whole, ...args));
    // So that a few of the 450 steps fit between two kills, however busy the machine is.
    const longest = (12 * (end - begin)) / 450;

    const random = createRandom(8);
    const checkpoint = join(killed, "checkpoint.safetensors");
    let steps = 0;
    let done = 0;
    for (; done < kills && !existsSync(join(killed, "model.safetensors")); done++) {
      await killAfter(start(training, killed, ...args), longest * random.uniform());
      if (!existsSync(checkpoint)) continue;
      // Whole, and never older than after an earlier kill.
      const { contents } = await openModelFile("ftcp-vae-checkpoint", await readFile(checkpoint));
      expect(contents["steps"]).toBeGreaterThanOrEqual(steps);
      steps = contents["steps"] as number;
    }
    expect(done).toBe(kills);
    expect(steps).toBeGreaterThan(0);
    await finish(start(training, killed, ...args));
    const name = "model.safetensors";
    expect(await readFile(join(killed, name))).toEqual(await readFile(join(whole, name)));

    const lines = (await readFile(join(killed, "training.jsonl"), "utf8")).trimEnd().split("\n");
    const entries = lines.map((line) => JSON.parse(line) as { kind: string; step: number });
    const logged = entries.filter(({ kind }) => kind === "step").map(({ step }) => step);
    expect(logged).toEqual(Array.from({ length: 450 }, (_, i) => i + 1));
  });

  it(`in ${kills} random instants of writing leaves the last complete checkpoint`, async () => {
    const path = join(folder, "written.safetensors");
    const random = createRandom(9);
    let count = 0;
    let hits = 0;
    for (let kill = 0; kill < kills; kill++) {
      await killAfter(start(writer, path, String(count)), 60 * random.uniform());
      const { contents, tensors } = await openModelFile(
        "ftcp-vae-checkpoint",
        await readFile(path),
      );
      expect(contents["count"]).toBeGreaterThanOrEqual(count);
      count = contents["count"] as number;
      expect(tensors.get("w")?.data.at(-1)).toBe(count);
      // Evidence that writing was hit: what was being written then is still there, beside the whole one, until the
      // next writer takes it away.
      if ((await countTemporaries(folder)) > 0) hits++;
    }
    expect(hits).toBeGreaterThan(0);
  });
});
