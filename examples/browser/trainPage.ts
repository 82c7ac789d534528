// What a web page needs to train: bundled by browserTraining.test.ts and opened in Chromium.
import { loadRuntime } from "@ftcp/onnx/web";
import { tfjsEngine } from "@ftcp/vae";
import { onnxEngine } from "@ftcp/vae/onnx";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";

import { trainSmallVae } from "./trainSmallVae.ts";

async function train(): Promise<unknown> {
  setWasmPaths("/tfjs/");
  await prepareWasmBackend();
  const { runtime } = await loadRuntime({ wasmPath: "/ort/" });
  return {
    isolated: globalThis.crossOriginIsolated,
    onnx: await trainSmallVae(onnxEngine(runtime, { threads: 2 }), runtime),
    tfjs: await trainSmallVae(tfjsEngine()),
  };
}

const answer = await train().catch((error: unknown) => ({
  error: error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error),
}));
await fetch("/result", { method: "POST", body: JSON.stringify(answer) });
