import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import startWabt from "wabt";
import { kernelBytes } from "./kernelBytes.ts";
import { scalarKernel } from "./scalarKernel.ts";
import { createWasmKernel } from "./wasmKernel.ts";

const wasmKernel = createWasmKernel();
/** Lengths around a vector and around a page of memory, and numbers of every size. */
const lengths = fc.oneof(
  fc.integer({ min: 0, max: 9 }),
  fc.integer({ min: 16_380, max: 16_388 }),
  fc.constant(40_000),
);
const sizes = fc.constantFrom(1, 1e-3, 1e-18, 1e-22, 3e-38, 1e-42);

/** Arrays of one length, from a seed. */
function makeArrays(count: number, length: number, size: number, seed: number): Float32Array[] {
  let state = seed;
  return Array.from({ length: count }, (_, at) =>
    Float32Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      const value = (size * state) / 2 ** 31;
      return at < 2 ? value : Math.abs(value) * size;
    }),
  );
}

describe("the optimisers' kernels", () => {
  it("are assembled from the text that is kept", async () => {
    const wabt = await startWabt();
    const text = readFileSync(new URL("../../kernel/optimizer.wat", import.meta.url), "utf8");
    const { buffer } = wabt.parseWat("optimizer.wat", text, { simd: true }).toBinary({});
    expect(kernelBytes).toBe(Buffer.from(buffer).toString("base64"));
  });

  it("give the same bits in WebAssembly and in JavaScript (property)", () => {
    fc.assert(
      fc.property(lengths, sizes, fc.integer(), (length, size, seed) => {
        const rmsprop = { scale: 0.7, decay: 0.9, rate: 5e-4, epsilon: 1e-7 };
        const adam = {
          ...{ scale: 0.3, beta1: 0.9, beta2: 0.99, rate: 1e-3, shift: 1e-9, kept: 0.9999 },
        };
        const results = [wasmKernel, scalarKernel].map((kernel) => {
          const [w = empty, g = empty, s = empty] = makeArrays(3, length, size, seed);
          const [v = empty, h = empty, m = empty, n = empty] = makeArrays(4, length, size, ~seed);
          const norm = kernel.sumSquares(g);
          kernel.rmsprop(w, g, s, rmsprop);
          kernel.adam(v, h, m, n, adam);
          return { norm, bits: [w, g, s, v, h, m, n].map((array) => bitsOf(array)) };
        });
        expect(results[0]?.norm).toBe(results[1]?.norm);
        results[0]?.bits.forEach((bits, at) => {
          expect(bits.equals(results[1]?.bits[at] as Buffer)).toBe(true);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("keep what is not a number, and no slot that is too small to count", () => {
    for (const kernel of [wasmKernel, scalarKernel]) {
      const [w, g] = [Float32Array.of(1, 1, 1), Float32Array.of(NaN, 0, 1e-25)];
      const square = Float32Array.of(1, 1e-38, 1e-45);
      kernel.rmsprop(w, g, square, { scale: 1, decay: 0.9, rate: 0.1, epsilon: 1e-7 });
      expect([...square]).toEqual([NaN, 0, 0]);
      expect(w[0]).toBeNaN();
      expect(w[1]).toBe(1);
    }
  });
});

const empty = new Float32Array();

function bitsOf({ buffer }: Float32Array): Buffer {
  return Buffer.from(buffer);
}
