import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import startWabt from "wabt";
import { findProducts } from "./findProducts.ts";
import { fusedKernelBytes, kernelBytes } from "./kernelBytes.ts";
import { linkCalls } from "./linkCalls.ts";
import { replaceProducts } from "./replaceProducts.ts";
import { wasmFile } from "./useReplacedProducts.ts";
import {
  readBodies,
  readSections,
  sectionIds,
  writeList,
  writeNumber,
  writeSections,
} from "./wasmSections.ts";

const file = readFileSync(createRequire(import.meta.url).resolve(`onnxruntime-web/${wasmFile}`));
const codeOf = (module: Uint8Array): Uint8Array[] =>
  readBodies(readSections(module).find(({ id }) => id === sectionIds.code)?.bytes ?? file);

/** Jest's own comparison takes a minute for a file. */
const isSame = (a: Uint8Array | Float32Array, b: Uint8Array | Float32Array): boolean =>
  Buffer.compare(
    Buffer.from(a.buffer, a.byteOffset, a.byteLength),
    Buffer.from(b.buffer, b.byteOffset, b.byteLength),
  ) === 0;

/** Places of A, B and C in bytes, depth, rows, columns, distances of rows in numbers, alpha; gives the rows done. */
type Product = (...given: readonly number[]) => number;

/** ONNX Runtime's two functions and ours, alone in a module of their own. */
function isolate(): { memory: Float32Array } & Record<
  "zero" | "add" | "newZero" | "newAdd",
  Product
> {
  const bodies = codeOf(file);
  const { zero, add } = findProducts(bodies) ?? { zero: 0, add: 0 };
  const ours = codeOf(Uint8Array.from(Buffer.from(kernelBytes, "base64"))).map((body) =>
    linkCalls(body, [0, 1, 2, 3]),
  );
  const text = (value: string): number[] => [value.length, ...Buffer.from(value)];
  const names = ["zero", "add", "newZero", "newAdd"] as const;
  const module = writeSections([
    { id: 1, bytes: Uint8Array.of(1, 0x60, 9, ...Array<number>(8).fill(0x7f), 0x7d, 1, 0x7f) },
    { id: 3, bytes: Uint8Array.of(6, 0, 0, 0, 0, 0, 0) },
    { id: 5, bytes: Uint8Array.of(1, 0, 4) },
    {
      id: 7,
      bytes: Uint8Array.from([
        ...[5, ...text("memory"), 2, 0],
        ...names.flatMap((name, at) => [...text(name), 0, [0, 1, 4, 5][at] as number]),
      ]),
    },
    {
      id: 10,
      bytes: writeList([bodies[zero] as Uint8Array, bodies[add] as Uint8Array, ...ours]),
    },
  ]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module));
  const { memory, ...functions } = exports as unknown as ReturnType<typeof isolate> & {
    readonly memory: WebAssembly.Memory;
  };
  return { ...functions, memory: new Float32Array(memory.buffer) };
}

describe("products of matrices for onnxruntime-web", () => {
  it("are assembled from the text that is kept", async () => {
    const wabt = await startWabt();
    const name = new URL("../../kernel/products.wat", import.meta.url);
    const text = readFileSync(name, "utf8");
    const fused = text.replaceAll(
      /\(f32x4\.add (\(local\.get \$c\d+\)) \(f32x4\.mul (\(local\.get \$s\)) (\(local\.get \$b\d\))\)\)/gu,
      "(f32x4.relaxed_madd $2 $3 $1)",
    );
    const assemble = (source: string): string => {
      const module = wabt.parseWat("products.wat", source, { simd: true, relaxed_simd: true });
      const { buffer } = module.toBinary({ relocatable: true });
      return Buffer.from(buffer).toString("base64");
    };
    expect(kernelBytes).toBe(assemble(text));
    expect(fusedKernelBytes).toBe(assemble(fused));
  });

  it("give the same bits as ONNX Runtime's own functions (property)", () => {
    const { memory, ...product } = isolate();
    const size = { min: 1, max: 40 };
    const [a, b, c] = [0, 16_384, 32_768];
    fc.assert(
      fc.property(
        fc.tuple(fc.integer(size), fc.integer(size), fc.integer(size)),
        fc.tuple(fc.nat(3), fc.nat(3)),
        fc.constantFrom(1, -0.5, 1 / 3),
        fc.constantFrom("zero" as const, "add" as const),
        fc.integer(),
        ([rows, columns, depth], [moreA, moreC], alpha, kind, seed) => {
          let state = seed;
          for (let i = 0; i < 3 * b; i++) {
            state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
            memory[i] = state / 2 ** 31;
          }
          const start = memory.slice(0, 3 * b);
          const run = (multiply: Product): Float32Array => {
            memory.set(start);
            for (let done = 0; done < rows;) {
              const [lda, ldc] = [depth + moreA, columns + moreC];
              done += multiply(
                ...[4 * (a + done * lda), 4 * b, 4 * (c + done * ldc)],
                ...[depth, rows - done, columns, lda, ldc, alpha],
              );
            }
            return memory.slice(0, 3 * b);
          };
          const ours = kind === "zero" ? product.newZero : product.newAdd;
          expect(isSame(run(ours), run(product[kind]))).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("find their places in the installed onnxruntime-web, which stays valid", () => {
    const replaced = replaceProducts(file, { fused: false });
    expect(replaced?.kernel).toBe("plain");
    expect(replaceProducts(file, { fused: true })?.kernel).toBe("fused");
    expect(WebAssembly.validate(replaced?.bytes ?? new Uint8Array())).toBe(true);
    // What was replaced is not found a second time in its place, but at the end.
    const bodies = codeOf(replaced?.bytes ?? file);
    const before = codeOf(file);
    expect(bodies).toHaveLength(before.length + 4);
    expect(findProducts(bodies)).toEqual({ zero: before.length, add: before.length + 1 });
  });

  it("leave another file as it is", () => {
    const sections = readSections(file).filter(({ id }) => id !== 0);
    const code = codeOf(file).slice(0, 500);
    const other = writeSections(
      sections.map(({ id, bytes }) => ({
        id,
        bytes: id === sectionIds.code ? writeList(code) : bytes,
      })),
    );
    expect(replaceProducts(other)).toBeUndefined();
    expect(isSame(writeSections(readSections(file)), file)).toBe(true);
  });

  it("reads and writes numbers of any width", () => {
    expect([...writeNumber(300)]).toEqual([172, 2]);
    expect([...writeNumber(2, 5)]).toEqual([130, 128, 128, 128, 0]);
  });
});
