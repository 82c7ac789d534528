/**
 * Streams a million crystals from CIF text to `.npy` files: time and memory as the number grows, for
 * docs/featurize-speed.md.
 *
 *     npm run bench:million [-- --count 1000000 --workers 2 --layout ftcp --shard 20000 --json out.json]
 *
 * Crystals are those of the data set beside the clone, read from its file over and over, or without it the fixtures
 * of `@ftcp/cif`; those that do not fit the layout give an error and are not counted. Threads parse and featurize
 * (`featurizeAll` with a pool), `writeTensors` writes. In the default layout a million tensors are 112 GB, so each
 * file holds `--shard` crystals and takes the place of the one before: all is written, little is kept.
 */
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createGunzip } from "node:zlib";

import { createLayout, featurizeAll } from "@ftcp/featurize";
import { createThreadPool, writeTensors, type TensorEntry } from "@ftcp/featurize/node";

import { readTexts } from "./readTexts.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "1000000" },
    workers: { type: "string", default: "2" },
    layout: { type: "string", default: "ftcp" },
    shard: { type: "string", default: "20000" },
    every: { type: "string", default: "10000" },
    folder: { type: "string", default: tmpdir() },
    json: { type: "string" },
  },
});
const count = Number(values.count);
const shardSize = Number(values.shard);
const every = Number(values.every);
const name = values.layout as "ftcp" | "paper" | "reference";
const layout = createLayout({ name });

const dataset = fileURLToPath(new URL("../../shared/data/crystals.jsonl.gz", import.meta.url));
const input = existsSync(dataset)
  ? "the data set, repeated"
  : "the fixtures of @ftcp/cif, repeated";

/** CIF texts without end, at most one line of the file in memory. */
async function* endlessTexts(): AsyncGenerator<string, void, undefined> {
  if (!existsSync(dataset)) {
    const { texts } = await readTexts(1000);
    for (;;) yield* texts;
  }
  for (;;) {
    const lines = createInterface({ input: createReadStream(dataset).pipe(createGunzip()) });
    for await (const line of lines) {
      const { cif, nsites, nelements } = JSON.parse(line) as {
        readonly cif: string;
        readonly nsites: number;
        readonly nelements: number;
      };
      if (nsites <= layout.maxSites && nelements <= layout.maxElements) yield cif;
    }
  }
}

/** State after so many crystals. */
interface Sample {
  readonly crystals: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly residentMegabytes: number;
}

const samples: Sample[] = [];
const start = performance.now();
function sample(crystals: number): void {
  const { user, system } = process.cpuUsage();
  const state: Sample = {
    crystals,
    seconds: Math.round(performance.now() - start) / 1000,
    processorSeconds: Math.round((user + system) / 1000) / 1000,
    residentMegabytes: Math.round(process.memoryUsage.rss() / 2 ** 20),
  };
  samples.push(state);
  console.log(
    `${crystals} crystals, ${state.seconds.toFixed(0)} s, ` +
      `${state.processorSeconds.toFixed(0)} s of processors, ${state.residentMegabytes} MB`,
  );
}

function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** Writes what has been measured so far, so that a run that is stopped was not for nothing. */
function saveReport(): void {
  if (values.json === undefined) return;
  const report = {
    ...{ input, layout: name, workers: pool.size, count, written, failed, bytes },
    peakMegabytes: peakMegabytes(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.versions.node}`,
    load: loadavg().map((load) => Math.round(load * 10) / 10),
    samples,
  };
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}

const folder = mkdtempSync(join(values.folder, "ftcp-million-"));
const pool = createThreadPool<string>({
  size: Number(values.workers),
  module: new URL("./featurizeWorker.js", import.meta.url),
});
let written = 0;
let failed = 0;
let bytes = 0;
try {
  const results = featurizeAll(endlessTexts(), { layout, pool, reuseMemory: true });
  const shard = async function* (): AsyncGenerator<TensorEntry, void, undefined> {
    const end = Math.min(written + shardSize, count);
    while (written < end) {
      const { value, done } = await results.next();
      if (done === true) return;
      if (value.ok) {
        yield { tensor: value.value };
        written++;
        if (written % every === 0) {
          sample(written);
          saveReport();
        }
      } else failed++;
    }
  };
  sample(0);
  while (written < count) {
    bytes += (await writeTensors(join(folder, "tensors.npy"), shard, { layout })).bytes;
    saveReport();
  }
  await results.return();
} finally {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
}

const last = samples.at(-1) as Sample;
console.log(
  `${written} crystals (${failed} errors) of ${input} in ${last.seconds.toFixed(0)} s: ` +
    `${(bytes / 1e9).toFixed(1)} GB, ${(written / last.seconds).toFixed(0)} a second, ` +
    `at most ${peakMegabytes()} MB of memory`,
);
