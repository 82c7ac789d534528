/** @jest-environment ../../internal/testing/src/hostArraysEnvironment.js */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { enableRelaxedSimd, loadRuntime } from "@ftcp/onnx/node";
import { nativeBackend } from "@ftcp/testing";
import { tfjsEngine, type TrainingEngine } from "@ftcp/vae";
import { startEngine } from "@ftcp/vae/node";
import { onnxEngine } from "@ftcp/vae/onnx";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import {
  rowsCase,
  makeNumbers,
  paperCase,
  referenceCase,
  smallCases,
  type TorchCase,
} from "./torchCases.ts";

interface TorchFixture {
  readonly cases: Readonly<
    Record<
      string,
      {
        readonly manifest: TorchCase["manifest"];
        readonly loss: number;
        readonly gradients: Readonly<
          Record<
            string,
            { readonly norm: number; readonly along: number; readonly first: readonly number[] }
          >
        >;
      }
    >
  >;
}

const fixture = JSON.parse(
  readFileSync(new URL("fixtures/torch.json", import.meta.url), "utf8"),
) as TorchFixture;
// As `ftcp train` does. engines.test.ts runs without it, with the bits of the package's own products.
enableRelaxedSimd();
const python = process.env["FTCP_PYTHON_TORCH"];
const describeTorch = python === undefined ? describe.skip : describe;

const engines = ["tfjs-cpu", "tfjs-wasm", "onnxruntime-node", "onnxruntime-web"];

async function engineOf(name: string): Promise<TrainingEngine> {
  if (name === "tfjs-node") return startEngine("node");
  if (name === "tfjs-wasm") await prepareWasmBackend();
  if (name.startsWith("tfjs")) return tfjsEngine();
  const names = [name as "onnxruntime-node" | "onnxruntime-web"];
  return onnxEngine((await loadRuntime(names)).runtime, { threads: 1 });
}

/** Loss and gradients of a case on an engine. */
async function differentiate(
  given: TorchCase,
  engine: TrainingEngine,
): Promise<{ total: number; gradients: Map<string, Float32Array> }> {
  const loss = await engine.prepare(given.graph);
  const zeros = (names: Iterable<string>): Map<string, Float32Array> =>
    new Map(
      Array.from(names, (name) => [name, new Float32Array(given.weights.get(name)?.length ?? 0)]),
    );
  const gradients = zeros(given.graph.weights.keys());
  const updates = zeros(given.graph.states?.keys() ?? []);
  const terms = await loss.differentiate(given.inputs, given.weights, gradients, updates);
  await loss.dispose();
  return { total: terms["total"] ?? Number.NaN, gradients };
}

function norm(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe.each(Object.keys(fixture.cases))("the network %s", (name) => {
  let given: TorchCase;
  beforeAll(() => {
    given = smallCases()[name] as TorchCase;
  });
  afterEach(async () => {
    await tf.setBackend("cpu");
  });
  afterAll(() => {
    given.dispose();
  });
  const expected = fixture.cases[name] as TorchFixture["cases"][string];

  it("is the one that PyTorch computed", () => {
    // A layer that changes must be computed anew, by tools/reference/vae/make_torch_fixture.py.
    expect(JSON.parse(JSON.stringify(given.manifest))).toEqual(expected.manifest);
  });

  it.each(nativeBackend.installed ? [...engines, "tfjs-node"] : engines)(
    "has PyTorch's loss and gradients on %s",
    async (engine) => {
      const { total, gradients } = await differentiate(given, await engineOf(engine));
      expect(Math.abs(total / expected.loss - 1)).toBeLessThan(1e-5);
      const whole = norm(Object.values(expected.gradients).map((gradient) => gradient.norm));
      let index = 1000;
      for (const [weight, gradient] of gradients) {
        const theirs = expected.gradients[weight];
        // A bias before batch normalisation has the gradient zero, but for rounding.
        const limit = 1e-4 * Math.max(theirs?.norm ?? 0, 1e-3 * whole);
        const recipe = { shape: [gradient.length], seed: index++, scale: 1, offset: 0 };
        const direction = makeNumbers(recipe);
        const along = gradient.reduce((sum, value, i) => sum + value * (direction[i] ?? 0), 0);
        const first = norm(
          (theirs?.first ?? []).map((value, i) => value - (gradient[i] ?? Number.NaN)),
        );
        expect({
          weight,
          norm: Math.abs(norm(gradient) - (theirs?.norm ?? Number.NaN)) < limit,
          along:
            Math.abs(along - (theirs?.along ?? Number.NaN)) < limit * Math.sqrt(gradient.length),
          first: first < limit,
        }).toEqual({ weight, norm: true, along: true, first: true });
      }
    },
  );
});

describeTorch("against PyTorch (needs FTCP_PYTHON_TORCH, a Python with torch)", () => {
  const folder = mkdtempSync(join(tmpdir(), "ftcp-torch-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  describe.each([
    ["reference", () => referenceCase({ batch: 8 })],
    ["paper", () => paperCase({ batch: 8 })],
    ["rows", () => rowsCase({ batch: 8 })],
  ] as const)("the network %s in full size", (_, make) => {
    let given: TorchCase;
    let theirs: { readonly loss: number; readonly gradients: Float32Array };
    beforeAll(() => {
      given = make();
      const manifest = join(folder, "manifest.json");
      const file = join(folder, "gradients.bin");
      writeFileSync(manifest, JSON.stringify(given.manifest));
      const script = new URL("../../../tools/reference/vae/torch_gradients.py", import.meta.url);
      const answer = execFileSync(python ?? "", [script.pathname, manifest, file], {
        encoding: "utf8",
      });
      const { loss } = JSON.parse(answer) as { readonly loss: number };
      const bytes = readFileSync(file);
      const gradients = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
      theirs = { loss, gradients };
    }, 300_000);
    afterAll(() => {
      given.dispose();
    });

    it.each(["onnxruntime-node", "onnxruntime-web"])(
      "has the same loss and gradients on %s",
      async (engine) => {
        const { total, gradients } = await differentiate(given, await engineOf(engine));
        expect(Math.abs(total / theirs.loss - 1)).toBeLessThan(1e-5);
        const whole = norm(theirs.gradients);
        let at = 0;
        for (const [weight, gradient] of gradients) {
          const wanted = theirs.gradients.subarray(at, (at += gradient.length));
          const error = norm(gradient.map((value, i) => value - (wanted[i] ?? Number.NaN)));
          // Five biases before batch normalisation have the gradient zero, and are rounding in both.
          const same = error < 1e-4 * Math.max(norm(wanted), 1e-3 * whole);
          expect({ weight, same }).toEqual({ weight, same: true });
        }
        expect(at).toBe(theirs.gradients.length);
      },
      300_000,
    );
  });
});
