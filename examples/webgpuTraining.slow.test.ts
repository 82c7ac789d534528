/** @jest-environment ../internal/testing/src/hostArraysEnvironment.js */
import { describe, expect, it } from "@jest/globals";
import { loadRuntime } from "@ftcp/onnx/node";
import { findChromium } from "@ftcp/testing";
import { onnxEngine } from "@ftcp/vae/onnx";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";

import { askPage } from "./browser/askPage.ts";
import { type SmallTraining, trainSmallVae } from "./browser/trainSmallVae.ts";

interface Answer {
  readonly missing?: string;
  readonly error?: string;
  readonly tfjs?: SmallTraining;
}

const answer = await ask();
const describeGpu = answer.missing === undefined ? describe : describe.skip;
const reason = answer.missing === undefined ? "" : ` (skipped: ${answer.missing})`;

describeGpu(`training on WebGPU in Chromium${reason}`, () => {
  it("runs on tfjs-webgpu and gives the losses of Node, to the precision of the adapter", async () => {
    expect(answer.error).toBeUndefined();
    expect(answer.tfjs?.engine).toBe("tfjs-webgpu");
    await tf.setBackend("cpu");
    const { runtime } = await loadRuntime();
    const { losses } = await trainSmallVae(onnxEngine(runtime, { threads: 1 }), undefined, 2);
    expect(answer.tfjs?.losses).toHaveLength(losses.length);
    answer.tfjs?.losses.forEach((loss, step) => {
      expect(Math.abs(loss / (losses[step] ?? 0) - 1)).toBeLessThan(5e-3);
    });
  });
});

/** Trains in the page; `missing` says why there was nothing to train on. */
async function ask(): Promise<Answer> {
  if (findChromium() === undefined) return { missing: "no chromium is installed" };
  const text = await askPage({
    module: "gpuPage.ts",
    read: () => Promise.resolve(undefined),
    // WebGPU without a graphics card.
    flags: [
      ...["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"],
      "--enable-features=Vulkan",
    ],
  });
  return JSON.parse(text) as Answer;
}
