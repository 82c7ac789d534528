/**
 * Runs shards in one and in two processes at the same time, and prints the tables of docs/scale.md.
 *
 *     npm run build && npm run bench:scale [-- --rows 25000 --samples 2048 --only featurize,screen --folder /tmp]
 *
 * Every process gets the same number of rows on standard input, so two do twice the work of one. The command is the
 * built one; of several `--rounds` the fastest counts. Crystals are those of the data set beside the clone, in their
 * order; without it, rock salts of many sizes. Processor time and memory are those that Linux tells in /proc; the time
 * of others is what the rest of the machine and its host took meanwhile. With `--spark PYTHON`, the Python of
 * examples/spark/requirements.txt, the job of examples/spark runs on one and on two executors too.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";

import { writeCif } from "@ftcp/cif";
import { createLattice, createStructure } from "@ftcp/crystal";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "25000" },
    samples: { type: "string", default: "2048" },
    rounds: { type: "string", default: "1" },
    only: { type: "string", default: "start,featurize,screen,dedupe,merge" },
    folder: { type: "string", default: tmpdir() },
    spark: { type: "string" },
  },
});
const rows = Number(values.rows);
const samples = Number(values.samples);
const wanted = new Set(values.only.split(","));
const command = fileURLToPath(new URL("../packages/cli/bin/ftcp.js", import.meta.url));
const job = fileURLToPath(new URL("../examples/spark/ftcp_job.py", import.meta.url));
const folder = await mkdtemp(join(values.folder, "ftcp-scale-"));
const at = (...parts: string[]): string => join(folder, ...parts);

/** What a process has used. */
interface Used {
  /** Wall-clock time in seconds. */
  readonly seconds: number;
  /** Processor time in seconds. */
  readonly processor: number;
  /** Largest resident size in MB. */
  readonly memory: number;
}

/** Runs `ftcp`, its input from a file; the last look at /proc is at most 10 ms before its end. */
async function runFtcp(args: readonly string[], input?: string): Promise<Used> {
  const file = input === undefined ? undefined : await open(input, "r");
  const begin = performance.now();
  const child = spawn(process.execPath, [command, ...args], {
    stdio: [file?.fd ?? "ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr?.on("data", (text: Buffer) => {
    log += text.toString();
  });
  let [memory, processor] = [0, 0];
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid ?? 0}/status`, "utf8");
      const [, kilobytes = "0"] = /VmHWM:\s+(\d+)/u.exec(status) ?? ["", String(memory * 1000)];
      memory = Number(kilobytes) / 1000;
      const fields = readFileSync(`/proc/${child.pid ?? 0}/stat`, "utf8")
        .split(") ")[1]
        ?.split(" ");
      processor = (Number(fields?.[11]) + Number(fields?.[12])) / 100; // ticks of 10 ms
    } catch {
      // It has just ended.
    }
  }, 10);
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(timer);
  await file?.close();
  if (code !== 0 && code !== 1) throw new Error(`ftcp ${args.join(" ")}: ${code ?? "?"}\n${log}`);
  return { seconds: (performance.now() - begin) / 1000, processor, memory };
}

/** Processor time of the whole machine in seconds: at work, and taken by its host. */
function readMachine(): { readonly busy: number; readonly stolen: number } {
  const [user = 0, nice = 0, system = 0, , , irq = 0, soft = 0, stolen = 0] =
    readFileSync("/proc/stat", "utf8")
      .split("\n", 1)[0]
      ?.split(/\s+/u)
      .slice(1)
      .map((ticks) => Number(ticks) / 100) ?? [];
  return { busy: user + nice + system + irq + soft, stolen };
}

/** Runs processes at the same time; gives the time until the last is done, and what others took meanwhile. */
async function runTogether(
  tasks: readonly (() => Promise<Used>)[],
): Promise<Used & { readonly others: number }> {
  const before = readMachine();
  const used = await Promise.all(tasks.map((task) => task()));
  const after = readMachine();
  const processor = used.reduce((sum, each) => sum + each.processor, 0);
  return {
    others: Math.max(0, after.busy - before.busy - processor) + after.stolen - before.stolen,
    seconds: Math.max(...used.map(({ seconds }) => seconds)),
    processor,
    memory: Math.max(...used.map(({ memory }) => memory)),
  };
}

interface Counts {
  readonly read: number;
  readonly written: number;
}
const countsOf = async (output: string): Promise<Counts> =>
  (JSON.parse(await readFile(`${output}.manifest.json`, "utf8")) as { counts: Counts }).counts;

const round = (value: number, digits = 3): string => String(Number(value.toPrecision(digits)));
const print = (...cells: readonly (string | number)[]): void => {
  console.log(`| ${cells.join(" | ")} |`);
};

/** The lines of each of two processes: `rows` from the start of the data and `rows` from its end. */
async function writeInputs(): Promise<string> {
  const dataset = fileURLToPath(new URL("../../shared/data/crystals.jsonl.gz", import.meta.url));
  let lines: readonly string[];
  let name = "the data set";
  if (existsSync(dataset)) {
    lines = gunzipSync(await readFile(dataset))
      .toString()
      .trimEnd()
      .split("\n");
  } else {
    name = "rock salts";
    lines = Array.from({ length: 2 * rows }, (_, row) => {
      const a = 4 + row / rows;
      const lattice = createLattice({ a, b: a, c: a, alpha: 60, beta: 60, gamma: 60 });
      const places = [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
      ] as const;
      const cif = writeCif(createStructure(lattice, ["Na", "Cl"], places));
      return JSON.stringify({ material_id: `c-${row}`, cif });
    });
  }
  await writeFile(at("all.jsonl"), `${lines.join("\n")}\n`);
  await writeFile(at("0.jsonl"), `${lines.slice(0, rows).join("\n")}\n`);
  await writeFile(at("1.jsonl"), `${lines.slice(-rows).join("\n")}\n`);
  await writeFile(at("one.jsonl"), `${lines[0] ?? ""}\n`);
  const bytes = (await stat(at("all.jsonl"))).size;
  return `${name}: ${lines.length} crystals, ${round(bytes / lines.length / 1000, 2)} kB each`;
}

async function measureStarts(): Promise<void> {
  const version = await runFtcp(["--version"]);
  const one = await runFtcp(
    ["featurize", "-", "--shard", "0/1", "--out", at("one.npy")],
    at("one.jsonl"),
  );
  const screen = await runFtcp(["screen", "--samples", "0:64", "--out", at("64.jsonl")]);
  console.log("\n| start | wall time | processor time |\n| --- | --- | --- |");
  print("`ftcp --version`", `${round(version.seconds)} s`, `${round(version.processor)} s`);
  print("`featurize` of one crystal", `${round(one.seconds)} s`, `${round(one.processor)} s`);
  print("`screen` of 64 samples", `${round(screen.seconds)} s`, `${round(screen.processor)} s`);
}

/** A job in one process and in two, each with as many items. */
async function compare(
  name: string,
  run: (index: number, out: string) => Promise<Used>,
  ending: string,
): Promise<void> {
  const results: {
    readonly used: Used & { readonly others: number };
    readonly read: number;
    readonly written: number;
  }[] = [];
  for (const workers of Array.from({ length: Number(values.rounds) }, () => [1, 2]).flat()) {
    const outputs = Array.from({ length: workers }, (_, i) =>
      at(`${name}-${workers}-${i}.${ending}`),
    );
    for (const out of outputs) await rm(`${out}.manifest.json`, { force: true });
    const used = await runTogether(outputs.map((out, index) => () => run(index, out)));
    const counts = await Promise.all(outputs.map((out) => countsOf(out)));
    const sum = (key: keyof Counts): number => counts.reduce((total, each) => total + each[key], 0);
    const result = { used, read: sum("read"), written: sum("written") };
    // The fastest round: whatever else runs on a machine can only slow it down.
    const earlier = results[workers - 1];
    if (earlier === undefined || used.seconds < earlier.used.seconds) results[workers - 1] = result;
  }
  const [one, two] = results;
  if (one === undefined || two === undefined) return;
  const rate = ({ used }: { used: Used }, items: number): number => items / used.seconds;
  const cell = (result: typeof one, items: number): string =>
    `${round(result.used.seconds)} s: ${round(rate(result, items))} /s`;
  const gain = (rate(two, two.read) / rate(one, one.read)).toFixed(2);
  print(
    `\`${name}\`, ${one.read} items a worker`,
    cell(one, one.read),
    cell(two, two.read),
    `× ${gain}`,
  );
  const wide = (rate(two, two.written) / rate(one, one.written)).toFixed(2);
  print(
    `… written (${one.written} and ${two.written})`,
    cell(one, one.written),
    cell(two, two.written),
    `× ${wide}`,
  );
  print(
    "… processor time, that of others, memory of the larger",
    ...[one, two].map(
      ({ used }) =>
        `${round(used.processor)} s, ${round(used.others, 2)} s, ${round(used.memory)} MB`,
    ),
    "",
  );
}

async function measureSpark(python: string): Promise<void> {
  const home = await printed(python, [
    "-c",
    "import os, pyspark; print(os.path.dirname(pyspark.__file__))",
  ]);
  await writeFile(at("spark.jsonl"), await readFile(at("0.jsonl")));
  const times: { readonly whole: number; readonly stage: number }[] = [];
  for (const executors of [1, 2]) {
    const out = at(`spark-${executors}`);
    await mkdir(out);
    const begin = Date.now();
    const child = spawn(
      `${home}/bin/spark-submit`,
      [
        ...["--master", `local-cluster[${executors},1,1024]`, "--driver-memory", "512m"],
        ...["--conf", "spark.ui.enabled=false", job, "featurize", "--data", at("spark.jsonl")],
        ...["--out", out, "--shards", "10", "--ftcp", `${process.execPath} ${command}`],
      ],
      {
        stdio: "ignore",
        env: {
          ...process.env,
          ...{ SPARK_HOME: home, PYSPARK_PYTHON: python, PYSPARK_DRIVER_PYTHON: python },
          SPARK_LOCAL_IP: "127.0.0.1",
        },
      },
    );
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`spark-submit ended with ${code ?? "?"}`);
    const whole = (Date.now() - begin) / 1000;
    // From the first file that a shard opens to the last manifest.
    const files = await Promise.all((await readdir(out)).map((name) => stat(join(out, name))));
    const first = Math.min(...files.map(({ birthtimeMs }) => birthtimeMs));
    const last = Math.max(...files.map(({ mtimeMs }) => mtimeMs));
    times.push({ whole, stage: (last - first) / 1000 });
  }
  const [one, two] = times;
  if (one === undefined || two === undefined) return;
  const cell = (seconds: number): string => `${round(seconds)} s: ${round(rows / seconds)} /s`;
  print(
    `\`featurize\` by Spark, ${rows} rows in 10 shards`,
    cell(one.stage),
    cell(two.stage),
    `× ${(one.stage / two.stage).toFixed(2)}`,
  );
  print(
    "… the whole job, with starts and `merge`",
    cell(one.whole),
    cell(two.whole),
    `× ${(one.whole / two.whole).toFixed(2)}`,
  );
}

async function printed(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (piece: Buffer) => {
    text += piece.toString();
  });
  await once(child, "close");
  return text.trim();
}

async function measureDedupe(): Promise<void> {
  console.log("\n| job | wall time | processor time | memory |\n| --- | --- | --- | --- |");
  const tell = async (name: string, input: string, args: readonly string[]): Promise<void> => {
    const out = at(`${name.replaceAll(/\W+/gu, "-")}.jsonl`);
    const used = await runFtcp(["dedupe", input, ...args, "--out", out]);
    const { read, written } = await countsOf(out);
    print(
      `${name}: ${read} rows, ${written} kept`,
      ...[`${round(used.seconds)} s`, `${round(used.processor)} s`, `${round(used.memory)} MB`],
    );
  };
  await tell("`dedupe`, a part", at("0.jsonl"), []);
  await tell("`dedupe`, all", at("all.jsonl"), []);
  await tell("`dedupe`, shard 0 of 8 of all", at("all.jsonl"), ["--shard", "0/8"]);
  await tell("`dedupe --keys`, a part", at("0.jsonl"), ["--keys", "--buckets", "8"]);
}

async function measureMerge(): Promise<void> {
  const manifests = [0, 1].map((index) => at(`featurize-2-${index}.npy.manifest.json`));
  if (!manifests.every((path) => existsSync(path))) return;
  const sizes = await Promise.all(
    manifests.map((path) => stat(path.replace(".manifest.json", ""))),
  );
  const megabytes = sizes.reduce((sum, { size }) => sum + size, 0) / 1e6;
  console.log("\n| `merge` | wall time | rate |\n| --- | --- | --- |");
  for (const [name, args] of [
    ["checks only", []],
    ["`--out`", ["--out", at("joined.npy")]],
  ] as const) {
    const { seconds } = await runFtcp(["merge", ...manifests, ...args]);
    const rate = `${round(megabytes / seconds)} MB/s`;
    print(`${name}, ${round(megabytes)} MB in 2 shards`, `${round(seconds)} s`, rate);
  }
}

try {
  const [cpu] = cpus();
  console.log(
    `${cpu?.model ?? "?"}, ${cpus().length} cores, Node ${process.versions.node}, load ${loadavg()
      .map((load) => load.toFixed(2))
      .join(" ")}; output to ${values.folder}`,
  );
  console.log(await writeInputs());
  if (wanted.has("start")) await measureStarts();
  console.log("\n| job | 1 worker | 2 workers | gain |\n| --- | --- | --- | --- |");
  if (wanted.has("featurize")) {
    await compare(
      "featurize",
      (index, out) =>
        runFtcp(["featurize", "-", "--shard", `${index}/2`, "--out", out], at(`${index}.jsonl`)),
      "npy",
    );
  }
  if (wanted.has("screen")) {
    await compare(
      "screen",
      (index, out) => {
        const range = `${index * samples}:${(index + 1) * samples}`;
        return runFtcp(["screen", "--samples", range, "--engine", "wasm", "--out", out]);
      },
      "jsonl",
    );
  }
  if (values.spark !== undefined) await measureSpark(values.spark);
  if (wanted.has("dedupe")) await measureDedupe();
  if (wanted.has("merge")) await measureMerge();
} finally {
  await rm(folder, { recursive: true, force: true });
}
