import { readFileSync } from "node:fs";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-layers"; // registers the gradients of tfjs-core
import { beforeAll, describe, expect, it } from "@jest/globals";
import type { OnnxRuntime } from "@ftcp/onnx";
import { loadRuntime } from "@ftcp/onnx/node";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { translatedKernels } from "../src/kernels/translateKernel.ts";
import { compareWithCpu } from "./compareWithCpu.ts";
import { kernelCases } from "./kernelCases.ts";

let runtime: OnnxRuntime;
beforeAll(async () => {
  await tf.setBackend("cpu");
  ({ runtime } = await loadRuntime(["onnxruntime-node"]));
});

describe("kernels on ONNX Runtime and on tfjs cpu", () => {
  it("are all tested", () => {
    expect(Object.keys(kernelCases).sort()).toEqual(translatedKernels());
  });

  it.each(Object.keys(kernelCases))("%s gives the same numbers", async (kernel) => {
    const used = new Set<string>();
    for (const draw of kernelCases[kernel] ?? []) {
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (g) => {
          for (const name of await compareWithCpu(draw(g), runtime)) used.add(name);
        }),
        { numRuns: 12, endOnFailure: true },
      );
    }
    expect([...used]).toContain(kernel);
  });
});

describe("README.md", () => {
  it("lists the kernels", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const section = readme.split("## Kernels")[1] ?? "";
    const listed = section.split("Not supported")[0]?.matchAll(/`(\w+)`/g) ?? [];
    expect(Array.from(listed, ([, name]) => name)).toEqual(translatedKernels());
  });
});
