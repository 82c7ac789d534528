// What a web page needs to train: bundled by browserTraining.slow.test.ts and opened in Chromium.
import { loadRuntime } from "@ftcp/onnx/web";
import { tfjsEngine } from "@ftcp/vae";
import { onnxEngine } from "@ftcp/vae/onnx";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-backend-webgl";
import * as tf from "@tensorflow/tfjs-core";

import { trainSmallVae } from "./trainSmallVae.ts";

async function train(): Promise<unknown> {
  setWasmPaths("/tfjs/");
  await prepareWasmBackend();
  const { runtime } = await loadRuntime({ wasmPath: "/ort/" });
  const onnx = await trainSmallVae(onnxEngine(runtime, { threads: 2 }), runtime);
  const tfjs = await trainSmallVae(tfjsEngine());
  // Where there is no graphics card, the browser computes WebGL on the processor: a few steps must do.
  const isWebgl = await tf.setBackend("webgl");
  const webgl = isWebgl ? await trainSmallVae(tfjsEngine(), undefined, 2) : undefined;
  return { isolated: globalThis.crossOriginIsolated, onnx, tfjs, webgl };
}

const answer = await train().catch((error: unknown) => ({
  error: error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error),
}));
document.body.textContent = JSON.stringify(answer);
