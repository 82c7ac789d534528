/**
 * CIF text to tensor, `@ftcp/featurize` beside the reference computation (pymatgen and numpy), in one run, on the
 * same crystals. First the results are compared, then the rounds alternate; each is measured in processor time of
 * one process. Then the same work by one thread and by a pool of two, by the clock.
 *
 *     npm run bench:featurize [-- --count 2000 --rounds 7 --pool 5000 --json out.json]
 *
 * Needs Python with what `bench/requirements.txt` lists (FTCP_PYTHON names the interpreter).
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { parseCif } from "@ftcp/cif";
import {
  createLayout,
  featurize,
  featurizeAll,
  featurizeInto,
  propertyVector,
} from "@ftcp/featurize";
import { createThreadPool } from "@ftcp/featurize/node";

import { startPython } from "./python.ts";
import { dataFolder, readTernaries } from "./readTernaries.ts";
import { formatTimes, median } from "./statistics.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "2000" },
    rounds: { type: "string", default: "7" },
    pool: { type: "string", default: "5000" },
    json: { type: "string" },
  },
});
const rounds = Number(values.rounds);
const { name, texts } = await readTernaries(Number(values.count));
const layouts = (["reference", "paper", "ftcp"] as const).map((preset) => ({
  preset,
  layout: createLayout({ name: preset }),
}));
const { elements } = createLayout();
/** How many texts of a round the peer gets: a second is enough for a steady mean. */
const peerCount = Math.ceil(texts.length / 8);

const folder = mkdtempSync(join(tmpdir(), "ftcp-bench-"));
const inputFile = join(folder, "input.json");
const vectors = Object.fromEntries(
  elements.map((element) => [element, [...propertyVector(element, "zero")]]),
);
writeFileSync(inputFile, JSON.stringify({ texts, vectors, elements }));
const python = startPython(fileURLToPath(new URL("featurizePeer.py", import.meta.url)), inputFile);

try {
  const versions = (await python.ask("describe")) as Readonly<Record<string, string>>;
  const sites = texts.reduce((sum, text) => sum + parseCif(text).sites.length, 0);
  console.log(`${name}, ${(sites / texts.length).toFixed(1)} sites on average`);
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.versions.node}, ` +
      `Python ${versions["python"] ?? "?"}, pymatgen ${versions["pymatgen"] ?? "?"}, ` +
      `numpy ${versions["numpy"] ?? "?"}; load ${formatLoad()}`,
  );

  if (dataFolder !== undefined) {
    const golden = (await python.ask(`golden ${dataFolder}`)) as {
      readonly compared: number;
      readonly count: number;
      readonly largest: number;
    };
    console.log(
      `the peer on the golden file: ${golden.compared} of ${golden.count} crystals, ` +
        `largest difference ${golden.largest.toExponential(1)}`,
    );
  }
  await compareTensors();

  const times: Record<string, number[]> = { peer: [], parsing: [] };
  for (const { preset } of layouts) times[preset] = [];
  const peerParsing: number[] = [];
  // Two rounds more than are counted: they warm up the compilers and the caches.
  for (let round = -2; round < rounds; round++) {
    const state = { seconds: 0, parsing: 0 };
    Object.assign(state, await python.ask(`time ${peerCount}`));
    if (round >= 0) {
      times["peer"]?.push((state.seconds * 1000) / peerCount);
      peerParsing.push((state.parsing * 1000) / peerCount);
    }
    measure(round, "parsing", (text) => parseCif(text));
    for (const { preset, layout } of layouts) {
      // As a batch or a stream is made: into an array that is there.
      const target = new Float32Array(layout.rows * layout.columns);
      measure(round, preset, (text) => {
        featurizeInto(parseCif(text), layout, target);
      });
    }
  }

  function measure(round: number, key: string, work: (text: string) => void): void {
    const start = process.cpuUsage();
    for (const text of texts) work(text);
    const { user, system } = process.cpuUsage(start);
    if (round >= 0) times[key]?.push((user + system) / 1000 / texts.length);
  }

  const peer = times["peer"] as number[];
  console.log(
    `\n| CIF text to tensor | ms per crystal, median of ${rounds} rounds (range) | reference computation / this |`,
  );
  console.log("| --- | --- | --- |");
  const table = Object.entries(times).map(([key, milliseconds]) => {
    // Round by round, so that a machine whose speed drifts does not bend the ratio.
    const ratio = median(peer.map((time, round) => time / (milliseconds[round] as number)));
    let label = `\`@ftcp/featurize\`, layout \`${key}\``;
    if (key === "peer")
      label = `reference computation (of it parsing: ${median(peerParsing).toFixed(2)})`;
    if (key === "parsing") label = "`@ftcp/cif`, parsing alone";
    const shown = key === "parsing" ? "" : ratio.toPrecision(3);
    console.log(`| ${label} | ${formatTimes(milliseconds)} | ${shown} |`);
    return { work: key, milliseconds, ratio };
  });

  const pools = await comparePools();
  if (values.json !== undefined) {
    const report = { input: name, versions, table, pools, load: loadavg() };
    writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  }
} finally {
  python.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Layout `reference` against the peer's tensors, number by number. */
async function compareTensors(): Promise<void> {
  const file = join(folder, "tensors.f4");
  await python.ask(`check ${file}`);
  const bytes = readFileSync(file);
  const theirs = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const layout = createLayout({ name: "reference" });
  const size = layout.rows * layout.columns;
  let same = 0;
  let largest = 0;
  texts.forEach((text, crystal) => {
    const { data } = featurize(parseCif(text), layout);
    let difference = 0;
    for (let at = 0; at < size; at++) {
      const error = Math.abs((data[at] as number) - (theirs[crystal * size + at] as number));
      if (!(error <= difference)) difference = error;
    }
    if (difference <= 1e-5) same++;
    largest = Math.max(largest, difference);
  });
  console.log(
    `layout reference equals the peer's tensor to 1e-5: ${same} of ${texts.length}, ` +
      `largest difference ${largest.toExponential(1)}`,
  );
}

/**
 * One thread, and pools of one and two, by the clock. Rounds are short and many, and ratios are taken round by round
 * too, because the speed of shared cores drifts and others use the machine.
 */
async function comparePools(): Promise<object[]> {
  const count = Number(values.pool);
  const layout = createLayout();
  const all = Array.from({ length: count }, (_, index) => texts[index % texts.length] as string);
  const module = new URL("featurizeWorker.js", import.meta.url);
  const pools = [1, 2].map((size) => createThreadPool<string>({ size, module }));
  const ways = [true, false].flatMap((reuseMemory) => {
    const memory = reuseMemory ? "reused" : "new";
    return [
      {
        ...{ label: "this thread", memory },
        run: () => count_(featurizeAll(parsed(), { layout, reuseMemory })),
      },
      ...pools.map((pool) => ({
        ...{ label: `pool of ${pool.size}`, memory },
        run: () => count_(featurizeAll(all, { layout, pool, reuseMemory })),
      })),
    ];
  });
  const results = ways.map(({ label, memory }) => ({
    ...{ label, memory, perSecond: [] as number[] },
  }));
  const loads: number[] = [];
  try {
    // The compilers of the threads take 10,000 crystals to be warm; that of the main thread is.
    const warmUp = Math.ceil(20_000 / count);
    for (let round = -warmUp; round < 3 * rounds; round++) {
      for (const [way, { run }] of ways.entries()) {
        const start = performance.now();
        await run();
        const seconds = (performance.now() - start) / 1000;
        if (round >= 0) results[way]?.perSecond.push(count / seconds);
      }
      loads.push(loadavg()[0] ?? Number.NaN);
    }
  } finally {
    for (const pool of pools) await pool.close();
  }
  console.log(`\n${count} crystals, layout \`ftcp\`, by the clock; load ${formatLoad()}`);
  console.log(
    "\n| threads | memory of a tensor | crystals a second, best of the rounds (median) | to one thread, best (median of rounds) |",
  );
  console.log("| --- | --- | --- | --- |");
  for (const { label, memory, perSecond } of results) {
    const best = Math.max(...perSecond);
    const [single] = results.filter((result) => result.memory === memory);
    const others = single?.perSecond ?? [];
    const ratio = best / Math.max(...others);
    const inRounds = median(perSecond.map((speed, round) => speed / (others[round] as number)));
    console.log(
      `| ${label} | ${memory} | ${best.toFixed(0)} (${median(perSecond).toFixed(0)}) | ${ratio.toFixed(2)} (${inRounds.toFixed(2)}) |`,
    );
  }
  return results.map((result) => ({ ...result, loads }));

  function* parsed(): Generator<ReturnType<typeof parseCif>, void, undefined> {
    for (const text of all) yield parseCif(text);
  }
  async function count_(stream: AsyncIterable<{ readonly ok: boolean }>): Promise<void> {
    for await (const { ok } of stream) if (!ok) throw new Error("a crystal failed");
  }
}

function formatLoad(): string {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(", ");
}
