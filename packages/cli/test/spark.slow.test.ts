import { beforeAll, describe, expect, it } from "@jest/globals";
import { writeCif } from "@ftcp/cif";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { createRequire } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { perovskite, rows as textbook, toJsonl } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { tinyTraining } from "./tinyTraining.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

const python = process.env["FTCP_PYTHON_SPARK"] ?? "";
const home = findSpark();
const describeSpark = home === undefined ? describe.skip : describe;
const at = useTemporaryFolder();
const job = fileURLToPath(new URL("../../../examples/spark/ftcp_job.py", import.meta.url));
const source = fileURLToPath(new URL("./ftcpProcess.ts", import.meta.url));
const tsx = createRequire(import.meta.url).resolve("tsx/esm");
const command = [process.execPath, "--import", tsx, "--conditions=@ftcp/source", source].join(" ");
const crystals = 300;
const shards = 20;

beforeAll(async () => {
  const [cations, metals, anions] = [
    ["Sr", "Ba", "Ca", "K"],
    ["Ti", "Nb", "Zr"],
    ["O", "F"],
  ];
  const rows = Array.from({ length: crystals }, (_, i) => ({
    material_id: `p-${i}`,
    band_gap: i / 100,
    cif:
      i % 50 === 7
        ? "data_x"
        : writeCif(
            // Every second turn of the elements is that of the turn before it.
            perovskite(
              3.5 + 0.3 * Math.floor(i / 48),
              ...([cations[i % 4], metals[(i >> 2) % 3], anions[(i >> 3) % 2]] as [
                string,
                string,
                string,
              ]),
            ),
          ),
  }));
  await writeFile(at("data.jsonl"), toJsonl(rows));
});

// Two executors, each a JVM of its own with a core and a Python worker, as on two machines.
describeSpark("Apache Spark (needs FTCP_PYTHON_SPARK and Java)", () => {
  it("featurize: an executor is killed, and the bytes are those of one process", async () => {
    const single = ["featurize", at("data.jsonl"), "--out", at("single.npy"), "--max-sites", "5"];
    expect((await ftcp(single)).code).toBe(1);

    const { code, log, killed } = await submit(
      ["featurize", "--data", at("data.jsonl"), "--out", at("spark")],
      ["--max-sites", "5"],
      at("spark"),
    );
    expect({ code, log: code === 0 ? "" : log }).toEqual({ code: 0, log: "" });
    expect(killed).toBeGreaterThan(0);
    expect(log).toMatch(/Lost executor|ExecutorLostFailure|Executor .* exited|EXITED|KILLED/u);
    expect((await readFile(at("spark.npy"))).equals(await readFile(at("single.npy")))).toBe(true);
    const whole = JSON.parse(await readFile(at("spark.npy.manifest.json"), "utf8")) as {
      counts: unknown;
      ids: string[];
    };
    expect(whole.counts).toEqual({ read: 300, written: 294, failed: 6, rejected: 0 });
    expect(new Set(whole.ids).size).toBe(294);

    // And every file of every shard is the one that a single process makes, manifests included.
    await mkdir(at("alone"));
    const lines = (await readFile(at("data.jsonl"), "utf8")).trimEnd().split("\n");
    const made = (await readdir(at("spark"))).filter((name) => !name.startsWith("."));
    expect(made).toHaveLength(2 * shards);
    for (let index = 0; index < shards; index += 7) {
      const [start, end] = [index, index + 1].map((i) => (i * crystals) / shards) as [
        number,
        number,
      ];
      const name = `${String(index).padStart(6, "0")}.npy`;
      const own = Buffer.from(`${lines.slice(start, end).join("\n")}\n`);
      await ftcp(
        [
          ...["featurize", "-", "--max-sites", "5", "--shard", `${index}/${shards}`],
          ...["--rows", `${start}:${end}`, "--out", at("alone", name)],
        ],
        { openStdin: () => onePiece(own) },
      );
      for (const file of [name, `${name}.manifest.json`]) {
        const [spark, alone] = await Promise.all(
          ["spark", "alone"].map((folder) => readFile(at(folder, file))),
        );
        expect(spark?.equals(alone ?? Buffer.alloc(0))).toBe(true);
      }
    }
  }, 540_000);

  it("screen: an executor is killed, and the bytes are those of one process", async () => {
    await writeFile(at("train.jsonl"), toJsonl(textbook));
    const training = ["train", "--data", at("train.jsonl"), "--out", at("tiny"), "--epochs", "2"];
    const trained = await ftcp([...training, ...tinyTraining, "--attribution", "textbooks"]);
    expect(trained).toMatchObject({ code: 0 });

    // Shards of 75 samples: batches of 64 are cut at other places than in one process.
    const sampling = ["--model", at("tiny"), "--sampler", "random", "--seed", "3"];
    const samples = ["--samples", "0:750"];
    const single = await ftcp(["screen", ...samples, ...sampling, "--out", at("screen.jsonl")]);
    expect(single.code).toBeLessThan(2);
    const { code, log, killed } = await submit(
      ["screen", ...samples, "--out", at("screened"), "--shards", "10"],
      sampling,
      at("screened"),
    );
    expect({ code, log: code === 0 ? "" : log }).toEqual({ code: 0, log: "" });
    expect(killed).toBeGreaterThan(0);
    expect(killed).toBeLessThan(10);
    const whole = await readFile(at("screen.jsonl"), "utf8");
    expect(whole.split("\n").length).toBeGreaterThan(20);
    expect(await readFile(at("screened.jsonl"), "utf8")).toBe(whole);
    const manifests = await Promise.all(
      ["screen", "screened"].map(async (name) => {
        const text = await readFile(at(`${name}.jsonl.manifest.json`), "utf8");
        return JSON.parse(text) as { counts: { read: number }; errors: unknown; rejected: unknown };
      }),
    );
    const [alone, joined] = manifests.map(({ counts, errors, rejected }) => {
      return { counts, errors, rejected };
    });
    expect(joined).toEqual(alone);
    expect(joined?.counts.read).toBe(750);
  }, 540_000);

  it("dedupe: formulas first, then buckets; an executor is killed, and the bytes are those of one process", async () => {
    const single = await ftcp(["dedupe", at("data.jsonl"), "--out", at("single.jsonl")]);
    expect(single.stdout).toContain("300 read");
    const { code, log, killed } = await submit(
      ["dedupe", "--data", at("data.jsonl"), "--out", at("unique"), "--shards", "8"],
      [],
      at("unique", "keys"),
    );
    expect({ code, log: code === 0 ? "" : log }).toEqual({ code: 0, log: "" });
    expect(killed).toBeGreaterThan(0);
    expect(await readFile(at("unique.jsonl"), "utf8")).toBe(
      await readFile(at("single.jsonl"), "utf8"),
    );
  }, 540_000);
});

// eslint-disable-next-line @typescript-eslint/require-await -- a stream with one piece
async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

interface Submitted {
  readonly code: number | null;
  readonly log: string;
  /** How many shards were finished when an executor was killed. */
  readonly killed: number;
}

/** Runs the job on two executors; kills one when some shards in `watched` are finished. */
async function submit(
  args: readonly string[],
  rest: readonly string[],
  watched?: string,
): Promise<Submitted> {
  const [tool = "", ...ours] = args;
  const size = ours.includes("--shards") ? [] : ["--shards", String(shards)];
  const child = spawn(
    `${home ?? ""}/bin/spark-submit`,
    [
      ...["--master", "local-cluster[2,1,1024]", "--driver-memory", "512m"],
      ...["--conf", "spark.ui.enabled=false", "--conf", "spark.sql.shuffle.partitions=4"],
      ...[job, tool, ...ours, ...size, "--ftcp", command, "--", ...rest],
    ],
    {
      env: {
        ...process.env,
        ...{ SPARK_HOME: home, PYSPARK_PYTHON: python, PYSPARK_DRIVER_PYTHON: python },
        SPARK_LOCAL_IP: "127.0.0.1",
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  let killed = 0;
  while (watched !== undefined && child.exitCode === null) {
    await wait(50);
    const done = existsSync(watched)
      ? (await readdir(watched)).filter((name) => /^\d.*\.manifest\.json$/u.test(name)).length
      : 0;
    if (done < 3) continue;
    const executor = findExecutor(child.pid ?? 0);
    if (executor === undefined) continue;
    process.kill(executor, "SIGKILL");
    killed = done;
    break;
  }
  return { code: await ended, log, killed };
}

/** A JVM of an executor among the descendants of a process. */
function findExecutor(ancestor: number): number | undefined {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  const processes = lines.map((line) => {
    const [, pid, parent, text] = /^\s*(\d+)\s+(\d+)\s+(.*)$/u.exec(line) ?? [];
    return { pid: Number(pid), parent: Number(parent), text: text ?? "" };
  });
  const ours = new Set([ancestor]);
  for (let size = 0; size < ours.size;) {
    size = ours.size;
    for (const { pid, parent } of processes) if (ours.has(parent)) ours.add(pid);
  }
  return processes.find(
    ({ pid, text }) => ours.has(pid) && text.includes("CoarseGrainedExecutorBackend"),
  )?.pid;
}

/** The folder of PySpark, where there are a Python that has it, Java and `ps`. */
function findSpark(): string | undefined {
  if (python === "" || availableParallelism() < 2) return undefined;
  const java = spawnSync("java", ["-version"]).status === 0;
  const ps = spawnSync("ps", ["-eo", "pid="]).status === 0;
  const code = "import os, pyspark, pandas, pyarrow; print(os.path.dirname(pyspark.__file__))";
  const { status, stdout } = spawnSync(python, ["-c", code], { encoding: "utf8" });
  return java && ps && status === 0 ? stdout.trim() : undefined;
}
