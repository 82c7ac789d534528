/** @jest-environment ../internal/testing/src/hostArraysEnvironment.js */
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { loadRuntime } from "@ftcp/onnx/node";
import { findChromium } from "@ftcp/testing";
import { onnxEngine } from "@ftcp/vae/onnx";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

import { askPage } from "./browser/askPage.ts";
import { type SmallTraining, trainSmallVae } from "./browser/trainSmallVae.ts";

const describeBrowser = findChromium() === undefined ? describe.skip : describe;

interface Answer {
  readonly error?: string;
  readonly isolated: boolean;
  readonly onnx: SmallTraining;
  readonly tfjs: SmallTraining;
  readonly webgl?: SmallTraining;
}

describeBrowser("training in Chromium (needs an installed chromium)", () => {
  let answer: Answer;
  beforeAll(async () => {
    const folders: Readonly<Record<string, string>> = {
      ort: join(fileURLToPath(import.meta.resolve("onnxruntime-web/wasm")), ".."),
      tfjs: join(fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm")), ".."),
    };
    const text = await askPage({
      module: "trainPage.ts",
      read: (path) => readFile(join(folders[path.split("/")[1] ?? ""] ?? "", basename(path))),
      // WebGL without a graphics card.
      flags: ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
    });
    answer = JSON.parse(text) as Answer;
  });

  it("runs on onnxruntime-web, with threads, and on a backend of tfjs", () => {
    expect(answer.error).toBeUndefined();
    expect(answer.isolated).toBe(true);
    expect(answer.onnx.engine).toMatch(/^onnxruntime-web \d/u);
    expect(answer.tfjs.engine).toBe("tfjs-wasm");
  });

  it("lowers the loss, alike on both", () => {
    const { onnx, tfjs } = answer;
    expect(onnx.losses).toHaveLength(24);
    expect(onnx.losses.at(-1)).toBeLessThan(0.85 * (onnx.losses[0] ?? 0));
    onnx.losses.forEach((loss, step) => {
      expect(Math.abs(loss / (tfjs.losses[step] ?? 0) - 1)).toBeLessThan(1e-3);
    });
  });

  it("trains on WebGL too, as Node does, to its precision", async () => {
    await prepareWasmBackend();
    const { runtime } = await loadRuntime();
    const engine = onnxEngine(runtime, { threads: 1 });
    const { losses } = await trainSmallVae(engine, undefined, 2);
    expect(answer.webgl?.engine).toBe("tfjs-webgl");
    expect(answer.webgl?.losses).toHaveLength(losses.length);
    answer.webgl?.losses.forEach((loss, step) => {
      expect(Math.abs(loss / (losses[step] ?? 0) - 1)).toBeLessThan(5e-3);
    });
  });

  it("gives what Node gives: losses, decoded crystals and the decoder's numbers", async () => {
    await prepareWasmBackend();
    const { runtime } = await loadRuntime();
    const expected = await trainSmallVae(onnxEngine(runtime, { threads: 1 }), runtime);
    for (const found of [answer.onnx, answer.tfjs]) {
      found.losses.forEach((loss, step) => {
        expect(Math.abs(loss / (expected.losses[step] ?? 0) - 1)).toBeLessThan(1e-3);
      });
      expect(found.decoded.map(({ elements }) => elements)).toEqual(
        expected.decoded.map(({ elements }) => elements),
      );
      found.decoded.forEach(({ a }, i) => {
        expect(a).toBeCloseTo(expected.decoded[i]?.a ?? Number.NaN, 2);
      });
    }
    expect(answer.onnx.written).toHaveLength(expected.written.length);
    answer.onnx.written.forEach((value, i) => {
      expect(Math.abs(value - (expected.written[i] ?? Number.NaN))).toBeLessThan(1e-2);
    });
  });
});
