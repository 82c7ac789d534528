import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { writeCif } from "@ftcp/cif";
import { createLattice, createStructure } from "@ftcp/crystal";
import { readManifest, runShard } from "@ftcp/shards/node";
import { createRandom } from "@ftcp/random";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { task, version } from "./featurizeJob.ts";

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;
const describeRedis = hasRedis ? describe : describe.skip;
const tsx = createRequire(import.meta.url).resolve("tsx/esm");
const children = new Set<ChildProcess>();
let folder = "";
let redis = "";
const crystals = 3000;
const shards = 30;

beforeAll(async () => {
  if (!hasRedis) return;
  folder = await mkdtemp(join(tmpdir(), "ftcp-bullmq-"));
  const port = await findPort();
  redis = `redis://127.0.0.1:${port}`;
  const settings = ["--bind", "127.0.0.1", "--port", String(port), "--dir", folder];
  const server = keep(
    spawn("redis-server", [...settings, "--save", "", "--appendonly", "no"], { stdio: "pipe" }),
  );
  let log = "";
  server.stdout?.on("data", (text: Buffer) => {
    log += text.toString();
  });
  while (!log.includes("Ready to accept connections")) {
    if (server.exitCode !== null) throw new Error(log);
    await wait(20);
  }
  await writeFile(join(folder, "data.jsonl"), makeLines().join(""));
});

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  if (folder !== "") await rm(folder, { recursive: true, force: true });
});

describeRedis("BullMQ (needs redis-server)", () => {
  it("workers are killed at random: nothing is lost or doubled, the bytes are those of one", async () => {
    const data = join(folder, "data.jsonl");
    const out = join(folder, "tensors");
    const producer = start("producer.ts", "--data", data, "--out", out, "--shards", String(shards));
    let log = "";
    for (const stream of [producer.stdout, producer.stderr]) {
      stream?.on("data", (text: Buffer) => {
        log += text.toString();
      });
    }
    const ended = once(producer, "close");

    const workers = [start("worker.ts"), start("worker.ts")];
    const random = createRandom(1);
    let kills = 0;
    while (isRunning(producer)) {
      // Start-up takes about two seconds, so some die at work, and some before it.
      await Promise.race([wait(1500 + random.integer(3000)), ended]);
      if (kills === 8 || !isRunning(producer)) continue;
      const unlucky = random.integer(workers.length);
      workers[unlucky]?.kill("SIGKILL");
      workers[unlucky] = start("worker.ts");
      kills += 1;
    }
    await ended;
    for (const worker of workers) worker.kill("SIGKILL");
    expect({ code: producer.exitCode, log: producer.exitCode === 0 ? "" : log }).toEqual({
      ...{ code: 0, log: "" },
    });
    expect(kills).toBeGreaterThan(1);
    expect(log).toContain(`${shards} shards: ${crystals} read`);

    const single = join(folder, "single.npy");
    await runShard({
      ...{ task, version, input: data, out: single },
      shard: { index: 0, count: 1, by: "rows", rows: { start: 0, end: crystals } },
    });
    expect((await readFile(`${out}.npy`)).equals(await readFile(single))).toBe(true);
    const whole = await readManifest(`${out}.npy.manifest.json`);
    expect(whole.counts).toEqual((await readManifest(`${single}.manifest.json`)).counts);
    expect(new Set(whole.ids).size).toBe(whole.counts.written);
    const files = (await readdir(out)).filter((name) => !name.startsWith("."));
    expect(files).toHaveLength(2 * shards);
  }, 300_000);
});

function start(script: string, ...args: readonly string[]): ChildProcess {
  const path = join(import.meta.dirname, script);
  const node = ["--import", tsx, "--conditions=@ftcp/source", path, "--redis", redis, ...args];
  return keep(spawn(process.execPath, node, { stdio: ["ignore", "pipe", "pipe"] }));
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

function keep(child: ChildProcess): ChildProcess {
  children.add(child);
  return child;
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Rock salts in cells of their own size; every hundredth row cannot be read. */
function makeLines(): readonly string[] {
  return Array.from({ length: crystals }, (_, row) => {
    const a = 4 + row / crystals;
    const lattice = createLattice({ a, b: a, c: a, alpha: 60, beta: 60, gamma: 60 });
    const places = [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
    ] as const;
    const cif =
      row % 100 === 99 ? "data_x" : writeCif(createStructure(lattice, ["Na", "Cl"], places));
    return `${JSON.stringify({ material_id: `c-${row}`, cif })}\n`;
  });
}
