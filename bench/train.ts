/**
 * Training steps of two networks, the Python reference's and ours, on every engine of this project and in PyTorch: the
 * same weights, the same batch, the same optimiser, in one run. First losses and gradients are compared, then the
 * rounds alternate between the engines. A step is everything: forward, backward, clipping where ours clips, optimiser.
 *
 *     npm run bench:train [-- --rounds 7 --steps 3 --threads 2 --only reference --json out.json --memory 1000]
 *
 * `--rounds 0 --memory 1000` prints the memory alone.
 *
 * Needs Python with what `bench/requirements-train.txt` lists (FTCP_PYTHON_TORCH or FTCP_PYTHON names the interpreter).
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { compile, type OnnxRuntime } from "@ftcp/onnx";
import { enableRelaxedSimd, loadRuntime } from "@ftcp/onnx/node";
import { tfjsEngine, type PreparedLoss } from "@ftcp/vae";
import { onnxEngine } from "@ftcp/vae/onnx";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

import { createOptimizer } from "../packages/vae/src/optimizer/createOptimizer.ts";
import { measureNorm } from "../packages/vae/src/optimizer/measureNorm.ts";
import { rowsCase, referenceCase, type TorchCase } from "../packages/vae/test/torchCases.ts";
import { startPython, type PythonPeer } from "./python.ts";
import { median } from "./statistics.ts";
import { matrixOperations } from "./trainOperations.ts";

enableRelaxedSimd(); // as ftcp train does

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    steps: { type: "string", default: "3" },
    threads: { type: "string", default: "2" },
    only: { type: "string" },
    batch: { type: "string" },
    memory: { type: "string" },
    json: { type: "string" },
    "no-compiled": { type: "boolean", default: false },
    "no-tfjs": { type: "boolean", default: false },
  },
});
const [rounds, steps, threads] = [values.rounds, values.steps, values.threads].map(Number) as [
  number,
  number,
  number,
];

/** Wall and processor time of one step, in seconds. */
type Time = readonly [wall: number, processor: number];

/** An engine with a network on it. */
interface Competitor {
  readonly name: string;
  /** Runs training steps. */
  readonly time: (count: number) => Promise<readonly Time[]>;
  /** Tenths of the rounds that it takes part in. */
  readonly share: number;
}

async function measure(work: () => Promise<unknown>): Promise<Time> {
  const [wall, processor] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(processor);
  return [(performance.now() - wall) / 1000, (user + system) / 1e6];
}

/** A whole training step in this process. */
function makeStep(given: TorchCase, loss: PreparedLoss): () => Promise<number> {
  const isOurs = given.manifest.network === "rows";
  const weights = new Map([...given.weights].map(([name, data]) => [name, data.slice()]));
  const trained = new Map(
    [...given.graph.weights.keys()].map((name) => [name, weights.get(name) as Float32Array]),
  );
  const gradients = zerosLike(given, given.graph.weights.keys());
  const updates = zerosLike(given, given.graph.states?.keys() ?? []);
  const optimizer = createOptimizer(
    isOurs ? { kind: "adamw" } : { kind: "rmsprop" },
    trained,
    (name) => name.endsWith("/kernel") && !name.includes(".linear/"),
  );
  return async () => {
    const terms = await loss.differentiate(given.inputs, weights, gradients, updates);
    for (const [name, data] of updates) weights.get(name)?.set(data);
    const scale = isOurs ? Math.min(1, 20 / measureNorm(gradients)) : 1;
    optimizer.step(trained, gradients, isOurs ? 1e-3 : 5e-4, scale);
    return terms["total"] as number;
  };
}

function zerosLike(given: TorchCase, names: Iterable<string>): Map<string, Float32Array> {
  return new Map(
    Array.from(names, (name) => [name, new Float32Array(given.weights.get(name)?.length ?? 0)]),
  );
}

/** The largest relative difference between our gradients and PyTorch's, over the weights. */
async function compare(
  given: TorchCase,
  loss: PreparedLoss,
  expected: Float32Array,
  expectedLoss: number,
): Promise<string> {
  const gradients = zerosLike(given, given.graph.weights.keys());
  const terms = await loss.differentiate(
    given.inputs,
    given.weights,
    gradients,
    zerosLike(given, given.graph.states?.keys() ?? []),
  );
  const difference = Math.abs((terms["total"] as number) / expectedLoss - 1);
  const norm = Math.hypot(...[...gradients.values()].map((data) => Math.sqrt(sumSquares(data))));
  let [worst, worstOfZeros, at] = [0, 0, 0];
  for (const data of gradients.values()) {
    const theirs = expected.subarray(at, (at += data.length));
    const error = Math.sqrt(sumSquares(data.map((value, i) => value - (theirs[i] as number))));
    const size = Math.sqrt(sumSquares(theirs));
    // The gradient of a bias before batch normalisation is zero; what engines have there is rounding.
    if (size < 1e-6 * norm) worstOfZeros = Math.max(worstOfZeros, error / norm);
    else worst = Math.max(worst, error / size);
  }
  const zeros =
    worstOfZeros === 0
      ? ""
      : `, of those that are zero ${worstOfZeros.toExponential(1)} of the whole`;
  return `loss ${difference.toExponential(1)}, gradients ${worst.toExponential(1)}${zeros}`;
}

function sumSquares(data: Float32Array): number {
  let sum = 0;
  for (const value of data) sum += value * value;
  return sum;
}

process.env["FTCP_PYTHON"] =
  process.env["FTCP_PYTHON_TORCH"] ?? process.env["FTCP_PYTHON"] ?? "python3";
await tf.setBackend("cpu");
const batch = values.batch === undefined ? {} : { batch: Number(values.batch) };
const makers = { reference: () => referenceCase(batch), rows: () => rowsCase(batch) };
const cases = Object.entries(makers)
  .filter(([name]) => values.only === undefined || values.only === name)
  .map(([, make]) => make());
const folder = mkdtempSync(join(tmpdir(), "ftcp-bench-"));
const files = cases.map(({ manifest }) => {
  const file = join(folder, `${manifest.network}.json`);
  writeFileSync(file, JSON.stringify(manifest));
  return file;
});
const script = fileURLToPath(new URL("trainPeer.py", import.meta.url));
const python = startPython(script, String(threads), ...files);
const report: unknown[] = [];
const keras = await startKeras();

try {
  const about = (await python.ask("describe")) as Readonly<Record<string, string>>;
  const runtimes: OnnxRuntime[] = [];
  for (const name of ["onnxruntime-node", "onnxruntime-web"] as const) {
    runtimes.push((await loadRuntime([name])).runtime);
  }
  console.log(
    `${cpus()[0]?.model ?? "?"}, ${threads} threads of ${cpus().length}, load ${loadavg()[0]?.toFixed(1) ?? "?"}; ` +
      `Node ${process.versions.node}, Python ${about["python"] ?? "?"}, torch ${about["torch"] ?? "?"} (${about["cpu"] ?? "?"}), ` +
      runtimes.map(({ name, version }) => `${name} ${version}`).join(", "),
  );

  const peak = await measurePeak(runtimes[0] as OnnxRuntime);
  console.log(
    `peak of this machine in this run: ${(peak / 1e9).toFixed(0)} GFLOP/s (product of two 2048 matrices)`,
  );

  for (const given of cases) {
    const { network } = given.manifest;
    const flops = matrixOperations(given);
    const size = [...given.graph.weights.keys()].reduce(
      (sum, name) => sum + (given.weights.get(name)?.length ?? 0),
      0,
    );
    const shape = given.graph.inputs["batch"]?.join(" x ") ?? "";
    console.log(
      `\n## ${network}: ${shape}, ${(size / 1e6).toFixed(1)} M weights, ${(flops / 1e9).toFixed(1)} GFLOP of matrix products a step`,
    );

    const gradientFile = join(folder, "gradients.bin");
    const { loss: expectedLoss } = (await python.ask(`check ${network} ${gradientFile}`)) as {
      readonly loss: number;
    };
    const bytes = readFileSync(gradientFile);
    const expected = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);

    if (rounds > 0) {
      const { differences } = (await python.ask(`rounding ${network} 4`)) as {
        readonly differences: readonly number[];
      };
      console.log(
        `PyTorch's own gradients differ between float32 and float64 by, in four batches: ` +
          differences.map((difference) => difference.toExponential(1)).join(", "),
      );
    }

    const competitors: Competitor[] = [];
    for (const mode of values["no-compiled"] ? ["eager"] : ["eager", "compiled"]) {
      const answer = (await python.ask(`time ${network} ${mode} 1`)) as { readonly error?: string };
      const name = mode === "eager" ? "PyTorch" : "PyTorch, torch.compile";
      if (answer.error !== undefined) console.log(`${name}: not possible here (${answer.error})`);
      else {
        const ask = async (count: number): Promise<readonly Time[]> =>
          ((await python.ask(`time ${network} ${mode} ${count}`)) as { readonly times: Time[] })
            .times;
        competitors.push({ name, time: ask, share: 1 });
      }
    }
    if (network === "reference" && keras !== undefined) {
      const time = async (count: number): Promise<readonly Time[]> =>
        ((await keras.ask(`time ${count}`)) as { readonly times: Time[] }).times;
      await time(1);
      competitors.push({ name: "TensorFlow, Keras", time, share: 1 });
    }
    const disposers: (() => Promise<void>)[] = [];
    const enter = async (name: string, loss: PreparedLoss, share: number): Promise<void> => {
      console.log(
        `${name} differs from PyTorch by: ${await compare(given, loss, expected, expectedLoss)}`,
      );
      const step = makeStep(given, loss);
      await step();
      const time = async (count: number): Promise<readonly Time[]> => {
        const times: Time[] = [];
        for (let i = 0; i < count; i++) times.push(await measure(step));
        return times;
      };
      competitors.push({ name, time, share });
      disposers.push(() => loss.dispose());
    };
    for (const runtime of runtimes) {
      await enter(runtime.name, await onnxEngine(runtime, { threads }).prepare(given.graph), 1);
    }
    if (!values["no-tfjs"]) {
      try {
        await prepareWasmBackend();
        await enter("tfjs-wasm", await tfjsEngine().prepare(given.graph), 0.3);
      } catch (error) {
        console.log(
          `tfjs-wasm: not possible (${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)})`,
        );
      }
      await enterTfjsNode(given, enter);
      await tf.setBackend("cpu");
    }

    // Without rounds only the memory is of interest.
    const times = new Map(competitors.map(({ name }) => [name, [] as Time[][]]));
    for (let round = 0; round < rounds; round++) {
      for (const { name, time, share } of competitors) {
        if (share < 1 && round >= Math.ceil(share * rounds)) continue;
        if (name === "tfjs-wasm") await tf.setBackend("wasm");
        times.get(name)?.push([...(await time(share < 1 ? 1 : steps))]);
      }
    }
    if (rounds > 0) printTable(network, times, flops, peak);
    for (const dispose of disposers) await dispose();

    await tf.setBackend("cpu");
    if (rounds > 0) await timeDecoding(given, runtimes);
    if (values.memory !== undefined)
      await watchMemory(given, runtimes[0] as OnnxRuntime, Number(values.memory));
    given.dispose();
  }
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ about, peak, report }, null, 2)}\n`);
  }
} finally {
  keras?.close();
  python.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

/** TensorFlow is optional: FTCP_PYTHON_TENSORFLOW names a Python that has it. */
async function startKeras(): Promise<PythonPeer | undefined> {
  const interpreter = process.env["FTCP_PYTHON_TENSORFLOW"];
  const file = files[cases.findIndex(({ manifest }) => manifest.network === "reference")];
  if (interpreter === undefined || file === undefined) {
    console.log("TensorFlow: not asked for (FTCP_PYTHON_TENSORFLOW names a Python that has it)");
    return undefined;
  }
  process.env["FTCP_PYTHON"] = interpreter;
  const path = fileURLToPath(new URL("trainPeerKeras.py", import.meta.url));
  const peer = startPython(path, String(threads), file);
  const about = (await peer.ask("describe")) as Readonly<Record<string, string>>;
  console.log(`TensorFlow ${about["tensorflow"] ?? "?"}, Keras ${about["keras"] ?? "?"}`);
  return peer;
}

/** tfjs-node is optional: where it is not installed, that is said. */
async function enterTfjsNode(
  given: TorchCase,
  enter: (name: string, loss: PreparedLoss, share: number) => Promise<void>,
): Promise<void> {
  const name = "@tensorflow/tfjs-node";
  try {
    await import(name);
    await tf.setBackend("tensorflow");
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    console.log(`tfjs-node: not installed (${reason})`);
    return;
  }
  await enter("tfjs-node", await tfjsEngine().prepare(given.graph), 1);
}

/** The most that a product of matrices reaches here, in operations per second: ONNX Runtime's or PyTorch's. */
async function measurePeak(runtime: OnnxRuntime): Promise<number> {
  const size = 2048;
  const product = await compile(
    ({ a, b }) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D),
    { a: { shape: [size, size] }, b: { shape: [size, size] } },
    { runtime, threads },
  );
  const numbers = Float32Array.from({ length: size * size }, (_, i) => (i % 7) - 3);
  const own: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 4; i++)
      own.push((await measure(() => product.run({ a: numbers, b: numbers })))[0]);
    const answer = (await python.ask(`product ${size}`)) as { readonly times: Time[] };
    theirs.push(...answer.times.map(([wall]) => wall));
  }
  await product.dispose();
  return (2 * size ** 3) / Math.min(...own, ...theirs);
}

function printTable(
  network: string,
  times: ReadonlyMap<string, Time[][]>,
  flops: number,
  peak: number,
): void {
  const torch = times.get("PyTorch") ?? [];
  const middle = (round: readonly Time[], of: 0 | 1): number =>
    median(round.map((time) => time[of]));
  const best = (list: readonly Time[][], of: 0 | 1): number =>
    Math.min(...list.flat().map((time) => time[of]));
  console.log(
    `\n| engine | s per step, median | least | processor s, median | least | ratio to PyTorch, median of rounds | by least times | by least processor times | GFLOP/s | share of peak |`,
  );
  console.log(`|${" --- |".repeat(10)}`);
  for (const [name, list] of times) {
    const ratio = median(list.map((round, i) => middle(round, 0) / middle(torch[i] ?? round, 0)));
    const row = {
      ...{ network, engine: name, median: median(list.map((round) => middle(round, 0))) },
      ...{ least: best(list, 0), processor: median(list.map((round) => middle(round, 1))) },
      ...{ leastProcessor: best(list, 1), ratio, leastRatio: best(list, 0) / best(torch, 0) },
      processorRatio: best(list, 1) / best(torch, 1),
      ...{ speed: flops / best(list, 0), share: flops / best(list, 0) / peak },
    };
    report.push(row);
    const numbers = [row.median, row.least, row.processor, row.leastProcessor].map((x) =>
      x.toFixed(3),
    );
    const ratios = [row.ratio, row.leastRatio, row.processorRatio].map((x) => x.toFixed(2));
    const speed = [(row.speed / 1e9).toFixed(0), `${(100 * row.share).toFixed(0)} %`];
    console.log(`| ${[name, ...numbers, ...ratios, ...speed].join(" | ")} |`);
  }
}

/** Latents to what the decoder writes, a batch at a time. */
async function timeDecoding(given: TorchCase, runtimes: readonly OnnxRuntime[]): Promise<void> {
  const count = given.graph.inputs["noise"]?.[0] ?? 1;
  const { network } = given.manifest;
  const latents = given.inputs["noise"] as Float32Array;
  const speeds: string[] = [];
  const { times } = (await python.ask(`decode ${network} 10`)) as { readonly times: Time[] };
  speeds.push(`PyTorch ${(count / Math.min(...times.map(([wall]) => wall))).toFixed(0)}`);
  for (const runtime of runtimes) {
    const decode = await compile(
      ({ z }) => given.decode(z as tf.Tensor2D),
      { z: { shape: [count, given.latentSize] } },
      { runtime, threads },
    );
    const own: number[] = [];
    for (let i = 0; i < 10; i++) own.push((await measure(() => decode.run({ z: latents })))[0]);
    speeds.push(`${runtime.name} ${(count / Math.min(...own)).toFixed(0)}`);
    await decode.dispose();
  }
  console.log(`\ndecoded structures per second (batches of ${count}): ${speeds.join(", ")}`);
  report.push({ network, decoding: speeds });
}

/** Memory of the process and tensors of tfjs over many steps. */
async function watchMemory(given: TorchCase, runtime: OnnxRuntime, count: number): Promise<void> {
  const loss = await onnxEngine(runtime, { threads }).prepare(given.graph);
  const step = makeStep(given, loss);
  const heads = ["steps", "resident MB", "array buffers MB", "tfjs tensors"];
  console.log(
    `\nmemory on ${runtime.name}:\n\n| ${heads.join(" | ")} |\n|${" --- |".repeat(heads.length)}`,
  );
  for (let i = 1; i <= count; i++) {
    await step();
    if (i % Math.ceil(count / 10) !== 0) continue;
    const { rss, arrayBuffers } = process.memoryUsage();
    const numbers = [i, ...[rss, arrayBuffers].map((bytes) => (bytes / 2 ** 20).toFixed(0))];
    console.log(`| ${[...numbers, tf.memory().numTensors].join(" | ")} |`);
  }
  await loss.dispose();
}
