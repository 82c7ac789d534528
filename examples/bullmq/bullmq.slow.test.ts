import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { writeCif } from "@ftcp/cif";
import { createLattice, createStructure } from "@ftcp/crystal";
import { planShards } from "@ftcp/shards";
import { readManifest, runShard } from "@ftcp/shards/node";
import { Queue } from "bullmq";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { connectionOf, queueName, task, version, type FeaturizeJob } from "./featurizeJob.ts";

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
  it("workers are killed at work and at start-up: nothing is lost or doubled, the bytes are those of one", async () => {
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

    // What every worker said, dead or alive. Workers die by what they say and not by the clock, so that a fast
    // machine kills as many as a slow one: at these deliveries the worker is killed amid the shard, and every other
    // time the other one with it, which may still be starting.
    const said: string[] = [];
    const fatal = new Set([3, 7, 12, 20]);
    let deliveries = 0;
    let kills = 0;
    const workers: ChildProcess[] = [];
    const replace = (worker: ChildProcess): void => {
      worker.kill("SIGKILL");
      workers[workers.indexOf(worker)] = startWorker();
      kills += 1;
    };
    const startWorker = (): ChildProcess => {
      const worker = start("worker.ts");
      for (const stream of [worker.stdout, worker.stderr]) {
        stream?.on("data", (text: Buffer) => {
          const lines = text.toString().trimEnd().split("\n");
          said.push(...lines);
          const before = deliveries;
          deliveries += lines.filter((line) => line.includes(": delivery ")).length;
          const isFatal = [...fatal].some((at) => at > before && at <= deliveries);
          if (!isFatal || !workers.includes(worker)) return;
          replace(worker);
          const other = workers.find((candidate) => candidate !== worker && kills % 3 === 1);
          if (other !== undefined) replace(other);
        });
      }
      return worker;
    };
    workers.push(startWorker(), startWorker());
    await ended;
    expect({ code: producer.exitCode, log: producer.exitCode === 0 ? "" : log }).toEqual({
      ...{ code: 0, log: "" },
    });
    expect(kills).toBeGreaterThan(2);
    // At least once: some shards were begun by a worker that died, and were delivered again.
    const begun = said.filter((line) => line.includes(": delivery ")).length;
    const finished = said.filter((line) => line.endsWith(": done")).length;
    expect(begun).toBeGreaterThan(shards);
    expect(finished).toBeGreaterThanOrEqual(shards);
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
    // What dead workers had begun is gone too.
    const files = await readdir(out);
    expect(files.filter((name) => name.startsWith("."))).toEqual([]);
    expect(files).toHaveLength(2 * shards);

    // Exactly once: all shards are delivered once more, and nothing is written again.
    const times = async (): Promise<readonly number[]> =>
      Promise.all(files.map(async (name) => (await stat(join(out, name))).mtimeMs));
    const before = await times();
    const { length } = said;
    await deliverAgain(data, out);
    while (
      said.slice(length).filter((line) => line.endsWith(": was done before")).length < shards
    ) {
      expect(said.slice(length).filter((line) => line.endsWith(": done"))).toEqual([]);
      await wait(100);
    }
    expect(await times()).toEqual(before);
    for (const worker of workers) worker.kill("SIGKILL");
  }, 300_000);
});

/** Puts every shard into the queue, as a queue does that has forgotten what was done. */
async function deliverAgain(data: string, out: string): Promise<void> {
  const queue = new Queue<FeaturizeJob>(queueName, { connection: connectionOf(redis) });
  const jobs = planShards(crystals, shards).map((shard) => ({ data, folder: out, shard }));
  await queue.addBulk(jobs.map((job) => ({ name: "featurize", data: job })));
  await queue.close();
}

function start(script: string, ...args: readonly string[]): ChildProcess {
  const path = join(import.meta.dirname, script);
  const node = ["--import", tsx, "--conditions=@ftcp/source", path, "--redis", redis, ...args];
  return keep(spawn(process.execPath, node, { stdio: ["ignore", "pipe", "pipe"] }));
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
