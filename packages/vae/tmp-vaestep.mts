import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { createLayout } from "@ftcp/featurize";
import { createRandom } from "@ftcp/random";
import { createLossWeights, createNetworkConfig, supervisedRegression, tfjsEngine } from "@ftcp/vae";
import { onnxEngine } from "@ftcp/vae/onnx";
import { loadRuntime } from "@ftcp/onnx/node";
import { buildNetwork } from "/work/main/packages/vae/src/network/buildNetwork.ts";
import { findInvertibleRows } from "/work/main/packages/vae/src/network/findInvertibleRows.ts";
import { initializeNetwork } from "/work/main/packages/vae/src/network/initializeNetwork.ts";
import { readWeights } from "/work/main/packages/vae/src/network/readWeights.ts";
import { createLossGraph } from "/work/main/packages/vae/src/training/createLossGraph.ts";
import { createOptimizer } from "/work/main/packages/vae/src/optimizer/createOptimizer.ts";
import { clipGradients } from "/work/main/packages/vae/src/optimizer/clipGradients.ts";
await tf.setBackend("cpu");
const B = Number(process.argv[2] ?? 128);
const layout = createLayout();
const rows = findInvertibleRows(layout);
const config = createNetworkConfig({ latentSize: 256 });
const network = buildNetwork(rows, config, 2);
const random = createRandom(5);
initializeNetwork(network, rows, config, random);
const inputs: any = { batch: Float32Array.from({ length: B * rows.rows * rows.columns }, () => Math.random()), target: new Float32Array(B * 2).fill(0.3), known: new Float32Array(B * 2).fill(1), mask: new Float32Array(B).fill(1), noise: Float32Array.from({ length: B * 256 }, () => random.normal()), beta: Float32Array.of(0.2) };
const graph = createLossGraph({ network, rows, batchSize: B, latentSize: 256, weights: createLossWeights({}), objective: supervisedRegression(["e", "g"]), deviations: [0.3, 0.2] });
const tensors = await readWeights(network);
const w = new Map(tensors.map((t) => [t.name, t.data])); const g = new Map(tensors.map((t) => [t.name, t.data.map(() => 0)]));
const { runtime } = await loadRuntime(process.argv[3] ? [process.argv[3] as any] : undefined);
let t = performance.now();
const tapped = { ...runtime, load(m: any, o: any) { (require("node:fs")).writeFileSync("/tmp/ours.onnx", m); return runtime.load(m, o); } };
const loss = await onnxEngine(tapped as any, { threads: 2 }).prepare(graph);
console.log(runtime.name, "prepare", performance.now() - t);
const opt = createOptimizer({ kind: "adamw" }, w, () => true);
for (let i = 0; i < 6; i++) { t = performance.now(); const terms = await loss.differentiate(inputs, w, g); const t1 = performance.now(); clipGradients(g, 20); const t2 = performance.now(); if (B > 4) opt.step(w, g, 1e-4); console.log((t1 - t).toFixed(0), "clip", (t2 - t1).toFixed(0), "opt", (performance.now() - t2).toFixed(0), terms.total); }
if (B <= 4) {
  const g2 = new Map(tensors.map((t) => [t.name, t.data.map(() => 0)]));
  const ref = await tfjsEngine().prepare(graph);
  console.log(await ref.differentiate(inputs, w, g2), await loss.evaluate(inputs, w));
  await loss.differentiate(inputs, w, g);
  for (const [n, a] of g2) { const b = g.get(n)!; let d = 0, s = 0; a.forEach((v, i) => { d += (v - b[i]!) ** 2; s += v * v; }); const r = Math.sqrt(d / s); if (!(r < 1e-5)) console.log(n, r); }
}
process.exit(0);
