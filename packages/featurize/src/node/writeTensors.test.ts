import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import {
  appendFile,
  copyFile,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { tableFromIPC } from "apache-arrow";
import * as fc from "fast-check";
import { unzipSync } from "fflate";

import { bundleModule } from "../../test/bundleModule.ts";
import {
  formats,
  smallLayout as layout,
  tensorEntries,
  tensorEntry,
} from "../../test/processes/tensorEntries.ts";
import { createLayout } from "../layout/createLayout.ts";
import { readNpy } from "./readNpy.ts";
import type { WrittenEntry } from "./writtenEntry.ts";
import { writeTensors, type TensorEntry, type WriteTensorsOptions } from "./writeTensors.ts";

type FormatName = keyof typeof formats;
const names = Object.keys(formats) as FormatName[];
const count = 23;
const good = [...tensorEntries(0, count)].filter(({ tensor }) => tensor !== undefined);

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ftcp-tensors-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const optionsOf = (name: FormatName): WriteTensorsOptions => ({
  ...{ layout, format: formats[name](), blockSize: 4, checkpointInterval: 0 },
});

/** Milliseconds for tests that wait for the disk again and again, which others may keep busy. */
const timeLimit = 400_000;

/** Writes all entries in one go. */
async function writeWhole(name: FormatName): Promise<string> {
  const path = join(folder, `whole.${name}`);
  await writeTensors(path, () => tensorEntries(0, count), optionsOf(name));
  return path;
}

describe("writeTensors", () => {
  it("writes .npy that readNpy reads", async () => {
    const path = join(folder, "X.npy");
    const report = await writeTensors(path, () => tensorEntries(0, count), { layout });
    const { data, shape } = await readNpy(path);
    const { size } = layoutSize();
    expect(shape).toEqual([good.length, layout.rows, layout.columns]);
    expect(report).toEqual({
      ...{ crystals: good.length, items: count, resumed: 0, bytes: 128 + good.length * size * 4 },
    });
    good.forEach(({ tensor }, at) => {
      const bytes = Buffer.from(data.buffer, data.byteOffset + at * size * 4, size * 4);
      expect(bytes.equals(Buffer.from(tensor?.data.buffer ?? new ArrayBuffer()))).toBe(true);
    });
    expect(await readdir(folder)).toEqual(["X.npy"]);
  });

  it.each(["npz", "stored.npz"] as const)("writes .%s that another unzip reads", async (name) => {
    const files = unzipSync(await readFile(await writeWhole(name)));
    expect(Object.keys(files)).toEqual(["layout.json", "tensors.npy"]);
    expect(JSON.parse(new TextDecoder().decode(files["layout.json"]))).toEqual(layout);
    await writeWhole("npy");
    const plain = await readFile(join(folder, "whole.npy"));
    expect(Buffer.from(files["tensors.npy"] ?? []).equals(plain)).toBe(true);
  });

  it.each(["arrow", "arrows"] as const)("writes .%s that Arrow reads", async (name) => {
    const table = tableFromIPC(await readFile(await writeWhole(name)));
    expect(table.batches.map(({ numRows }) => numRows)).toEqual([4, 4, 4, 4, 2]);
    expect(JSON.parse(table.schema.metadata.get("ftcp:layout") ?? "")).toEqual(layout);
    const rows = table.toArray() as { id: string; index: number; tensor: Iterable<number> }[];
    expect(rows.map(({ id }) => id)).toEqual(good.map(({ id }) => id));
    expect(rows.map(({ index }) => tensorEntry(index).id)).toEqual(good.map(({ id }) => id));
    rows.forEach(({ tensor }, at) => {
      const bytes = Buffer.from(Float32Array.from(tensor).buffer);
      expect(bytes.equals(Buffer.from(good[at]?.tensor?.data.buffer ?? new ArrayBuffer()))).toBe(
        true,
      );
    });
  });

  it.each(names)("holds no crystals too: %s", async (name) => {
    const path = join(folder, `none.${name}`);
    const report = await writeTensors(path, () => [], optionsOf(name));
    expect(report).toMatchObject({ crystals: 0, items: 0 });
    if (name === "npy") expect((await readNpy(path)).shape[0]).toBe(0);
    if (name.startsWith("arrow")) expect(tableFromIPC(await readFile(path)).numRows).toBe(0);
  });
});

describe("writeTensors after a failure", () => {
  it.each(names)(
    "goes on to the same bytes, wherever the source failed: %s",
    async (name) => {
      const whole = await readFile(await writeWhole(name));
      const stops = fc.array(fc.nat(count), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(stops, async (places) => {
          const path = join(folder, `X.${name}`);
          for (const stop of [...places.sort((a, b) => a - b), undefined]) {
            const done: (readonly WrittenEntry[])[] = [];
            const write = writeTensors(
              path,
              function* (before): Generator<TensorEntry> {
                done.push(before);
                yield* tensorEntries(before.length, stop ?? count);
                if (stop !== undefined) throw new TypeError("source");
              },
              { ...optionsOf(name), resume: true },
            );
            if (stop === undefined) expect(await write).toMatchObject({ items: count });
            else await expect(write).rejects.toThrow(TypeError);
            // It is told what was done: ids and notes.
            for (const [index, entry] of (done[0] ?? []).entries()) {
              const { tensor, ...rest } = tensorEntry(index);
              expect(entry).toEqual({ ...rest, isWritten: tensor !== undefined });
            }
          }
          expect((await readFile(path)).equals(whole)).toBe(true);
          await rm(path);
        }),
        { numRuns: 5 },
      );
    },
    timeLimit,
  );

  it("begins anew unless asked to go on, and when there is nothing to go on with", async () => {
    const path = join(folder, "X.npy");
    const failing = function* (): Generator<TensorEntry> {
      yield* tensorEntries(0, 9);
      throw new TypeError("source");
    };
    await expect(writeTensors(path, failing, optionsOf("npy"))).rejects.toThrow(TypeError);
    expect((await readdir(folder)).sort()).toEqual(["X.npy.journal", "X.npy.part"]);
    for (const resume of [false, true]) {
      const seen: number[] = [];
      await writeTensors(
        path,
        (done) => {
          seen.push(done.length);
          return tensorEntries(0, 3);
        },
        { ...optionsOf("npy"), resume },
      );
      expect(seen).toEqual([0]);
    }
  });

  it("leaves an earlier file alone until the new one is complete", async () => {
    const path = join(folder, "X.npy");
    await writeFile(path, "earlier");
    const controller = new AbortController();
    const aborting = function* (): Generator<TensorEntry> {
      yield* tensorEntries(0, 5);
      controller.abort();
      yield* tensorEntries(5, count);
    };
    const options = { ...optionsOf("npy"), signal: controller.signal };
    await expect(writeTensors(path, aborting, options)).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(await readFile(path, "utf8")).toBe("earlier");
    await writeTensors(path, (done) => tensorEntries(done.length, count), {
      ...{ ...optionsOf("npy"), resume: true },
    });
    expect(await isSame(path, await writeWhole("npy"))).toBe(true);
  });

  it("goes on after a torn line of the journal, and after the very last moment", async () => {
    const path = join(folder, "X.arrow");
    const resume = { ...optionsOf("arrow"), resume: true };
    const failing = function* (): Generator<TensorEntry> {
      yield* tensorEntries(0, 15);
      throw new TypeError("source");
    };
    await expect(writeTensors(path, failing, resume)).rejects.toThrow(TypeError);
    await appendFile(`${path}.journal`, '{"bytes":12345,"entr');
    await copyFile(`${path}.journal`, join(folder, "kept"));
    const whole = await writeWhole("arrow");
    await writeTensors(path, (done) => tensorEntries(done.length, count), resume);
    expect(await isSame(path, whole)).toBe(true);
    // Renamed already, the journal still there.
    await rename(join(folder, "kept"), `${path}.journal`);
    await writeTensors(path, (done) => tensorEntries(done.length, count), resume);
    expect(await isSame(path, whole)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(["X.arrow", "whole.arrow"]);
  });

  it("does not go on with a file of another run, or a damaged one", async () => {
    const path = join(folder, "X.npy");
    const failing = function* (): Generator<TensorEntry> {
      yield* tensorEntries(0, 9);
      throw new TypeError("source");
    };
    await expect(
      writeTensors(path, failing, { ...optionsOf("npy"), run: "data A" }),
    ).rejects.toThrow(TypeError);
    const mismatch = { code: "FEATURIZE_RESUME_MISMATCH" };
    const resume = { ...optionsOf("npy"), run: "data A", resume: true };
    const others: WriteTensorsOptions[] = [
      { ...resume, run: "data B" },
      { ...resume, format: formats.npz() },
      { ...resume, blockSize: 5 },
      { ...resume, layout: createLayout() },
    ];
    for (const other of others) {
      await expect(writeTensors(path, () => [], other)).rejects.toMatchObject(mismatch);
    }
    await truncate(`${path}.part`, 200);
    await expect(writeTensors(path, () => [], resume)).rejects.toMatchObject(mismatch);
    const journal = await readFile(`${path}.journal`, "utf8");
    await writeFile(`${path}.journal`, journal.replace('{"bytes"', "{'bytes'"));
    await expect(writeTensors(path, () => [], resume)).rejects.toMatchObject(mismatch);
  });

  const itLinux = existsSync("/dev/full") ? it : it.skip;
  itLinux("says when the disk is full", async () => {
    const path = join(folder, "X.npy");
    await symlink("/dev/full", `${path}.part`);
    await expect(
      writeTensors(path, () => tensorEntries(0, count), optionsOf("npy")),
    ).rejects.toMatchObject({
      code: "FEATURIZE_DISK_FULL",
      data: { file: path, crystalsWritten: 0 },
    });
    await expect(
      writeTensors(join(folder, "no", "X.npy"), () => [], { layout }),
    ).rejects.toMatchObject({ code: "FEATURIZE_WRITE_FAILED", cause: { code: "ENOENT" } });
  });

  it("refuses tensors of another layout, or of several crystals, and an empty block", async () => {
    const path = join(folder, "X.npy");
    const { size } = layoutSize();
    const wrong: TensorEntry = { tensor: { data: new Float32Array(4), shape: [1, 2, 2] } };
    await expect(writeTensors(path, () => [wrong], { layout })).rejects.toMatchObject({
      code: "FEATURIZE_SHAPE_MISMATCH",
    });
    const two: TensorEntry = {
      tensor: { data: new Float32Array(2 * size), shape: [2, layout.rows, layout.columns] },
    };
    await expect(writeTensors(path, () => [two], { layout })).rejects.toThrow(RangeError);
    await expect(writeTensors(path, () => [], { layout, blockSize: 0 })).rejects.toThrow(
      RangeError,
    );
  });
});

describe("a process that is killed while it writes", () => {
  let module: URL;
  beforeAll(async () => {
    module = await bundleModule(new URL("../../test/processes/writeSlowly.ts", import.meta.url), [
      "apache-arrow",
    ]);
  });
  afterAll(async () => {
    await rm(new URL(".", module), { recursive: true });
  });

  it.each(["npy", "npz", "arrow"] as const)(
    "leaves a %s that the next one completes",
    async (name) => {
      const items = 600;
      const whole = join(folder, `whole.${name}`);
      await writeTensors(whole, () => tensorEntries(0, items), {
        ...optionsOf(name),
        blockSize: 3,
      });
      const path = join(folder, `X.${name}`);
      for (const delay of [0, 7, 30]) await runAndKill(delay);
      const resumed = await runAndKill(undefined);
      expect(Number(resumed)).toBeGreaterThan(0);
      expect(await isSame(path, whole)).toBe(true);
      expect((await readdir(folder)).sort()).toEqual([`X.${name}`, `whole.${name}`]);

      /** Runs the process; SIGKILL some milliseconds after its journal has grown, wherever it then is. */
      async function runAndKill(delay: number | undefined): Promise<string> {
        const before = await sizeOf(`${path}.journal`);
        const child = spawn(process.execPath, [
          ...[fileURLToPath(module), path, name, String(items)],
        ]);
        let stdout = "";
        let stderr = "";
        child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
        child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
        const exit = new Promise<void>((resolve, reject) => {
          child.once("error", reject);
          child.once("close", (code, signal) => {
            if (code === 0 || signal === "SIGKILL") resolve();
            else reject(new Error(stderr));
          });
        });
        if (delay !== undefined) {
          while (child.exitCode === null && (await sizeOf(`${path}.journal`)) <= before) {
            await new Promise((resolve) => setTimeout(resolve, 2));
          }
          await new Promise((resolve) => setTimeout(resolve, delay));
          child.kill("SIGKILL");
        }
        await exit;
        return stdout;
      }
    },
    timeLimit,
  );
});

async function sizeOf(file: string): Promise<number> {
  return existsSync(file) ? (await stat(file)).size : 0;
}

/** Whether two files are equal; comparing large buffers with `toEqual` takes seconds. */
async function isSame(one: string, other: string): Promise<boolean> {
  return (await readFile(one)).equals(await readFile(other));
}

function layoutSize(): { readonly size: number } {
  return { size: layout.rows * layout.columns };
}
