// Trains on WebGPU: bundled by webgpuTraining.slow.test.ts and opened in Chromium.
import { tfjsEngine } from "@ftcp/vae";
import "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";

import { trainSmallVae } from "./trainSmallVae.ts";

interface Gpu {
  requestAdapter(): Promise<{ readonly info?: { readonly architecture: string } } | null>;
}

async function train(): Promise<unknown> {
  const { gpu } = navigator as { readonly gpu?: Gpu };
  const adapter = (await gpu?.requestAdapter()) ?? undefined;
  if (adapter === undefined) return { missing: "the browser gives no WebGPU adapter" };
  if (!(await tf.setBackend("webgpu"))) throw new Error("tfjs did not start its backend");
  return {
    adapter: adapter.info?.architecture,
    tfjs: await trainSmallVae(tfjsEngine(), undefined, 2),
  };
}

const answer = await train().catch((error: unknown) => ({
  error: error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error),
}));
document.body.textContent = JSON.stringify(answer);
