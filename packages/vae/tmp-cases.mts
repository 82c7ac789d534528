import { writeFileSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { onnxEngine } from "@ftcp/vae/onnx";
import { loadRuntime } from "@ftcp/onnx/node";
import { ftcpCase, referenceCase, smallCases } from "./test/torchCases.ts";
await tf.setBackend("cpu");
const { runtime } = await loadRuntime();
const cases: any = process.argv[2] === "full" ? { reference: referenceCase({ batch: Number(process.argv[3] ?? 256) }), ftcp: ftcpCase({batch: Number(process.argv[3] ?? 128)}) } : smallCases();
for (const [name, c] of Object.entries(cases) as any) {
  writeFileSync("/tmp/perf/m.json", JSON.stringify(c.manifest));
  const out = JSON.parse(execFileSync("/tmp/venv-torch/bin/python", ["-W", "ignore", "/work/main/tools/reference/vae/torch_gradients.py", "/tmp/perf/m.json", "/tmp/perf/g.bin"]).toString());
  const tap = { ...runtime, load(m: any, o: any) { writeFileSync(`/tmp/perf/${name}.onnx`, m); return runtime.load(m, o); } };
  const loss = await onnxEngine(tap as any, { threads: 2 }).prepare(c.graph);
  const g = new Map([...c.weights].map(([n, d]: any) => [n, new Float32Array(d.length)]));
  for (const n of c.graph.states?.keys() ?? []) g.delete(n);
  const terms = await loss.differentiate(c.inputs, c.weights, g as any);
  const b = readFileSync("/tmp/perf/g.bin"); const all = new Float32Array(b.buffer, b.byteOffset, b.length / 4);
  console.log(name, out, terms, Math.abs(terms.total! / out.loss - 1), [...g.values()].reduce((s: number, a: any) => s + a.length, 0), all.length);
  let at = 0;
  for (const [n, a] of g as any) { let d = 0, s = 0; for (let i = 0; i < a.length; i++) { d += (a[i] - all[at + i]!) ** 2; s += all[at + i]! ** 2; } at += a.length; if (d > 1e-10 * s) console.log(n, Math.sqrt(d / s), Math.sqrt(s)); }
}
process.exit(0);
