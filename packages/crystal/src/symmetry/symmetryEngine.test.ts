import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CrystalError } from "../crystalError.ts";
import { createLattice } from "../lattice/createLattice.ts";
import { createStructure } from "../structure/createStructure.ts";
import type { EngineCell } from "./engineDataset.ts";
import { exposeStackPointer } from "./exposeStackPointer.ts";
import { loadSymmetryEngine } from "./symmetryEngine.ts";
import { SymmetryFinder } from "./symmetryFinder.ts";

const bytes = new Uint8Array(
  readFileSync(fileURLToPath(import.meta.resolve("@spglib/moyo-wasm/moyo_wasm_bg.wasm"))),
);
const salt: EngineCell = {
  lattice: { basis: [4, 0, 0, 0, 4, 0, 0, 0, 4] },
  positions: [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
  ],
  numbers: [1, 2],
};

describe("loadSymmetryEngine", () => {
  it("refuses what is not moyo, and takes the right bytes after that", async () => {
    const other = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
    const damaged = bytes.slice(0, 1000);
    for (const wrong of [new Uint8Array(), other, damaged]) {
      const error = await loadSymmetryEngine(wrong).catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(CrystalError);
      expect((error as CrystalError).code).toBe("CRYSTAL_SYMMETRY_FAILED");
    }
    const engine = await loadSymmetryEngine(bytes);
    expect(engine.analyze(salt, 0.01, "Standard").number).toBe(221);
  });

  it("works on after thousands of panics", async () => {
    const engine = await loadSymmetryEngine(bytes);
    let panics = 0;
    // Without the stack pointer put back, some hundred panics use up the stack.
    for (let round = 0; round < 5000; round += 1) {
      try {
        engine.analyze({ ...salt, positions: [], numbers: [] }, 0.01, "Standard");
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) panics += 1;
      }
    }
    expect(panics).toBe(5000);
    expect(engine.analyze(salt, 0.01, "Standard").number).toBe(221);
  });
});

describe("SymmetryFinder", () => {
  it("turns a panic of the engine into the error of the package", () => {
    const structure = createStructure(
      createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 }),
      ["Cs"],
      [[0, 0, 0]],
    );
    const panic = new WebAssembly.RuntimeError("unreachable");
    const finder = new SymmetryFinder({
      analyze: () => {
        throw panic;
      },
    });
    let caught: unknown;
    try {
      finder.find(structure, { tolerance: 0.02 });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(CrystalError);
    const { code, data, cause } = caught as CrystalError;
    expect([code, data.tolerance, cause]).toEqual(["CRYSTAL_SYMMETRY_FAILED", 0.02, panic]);
  });
});

describe("exposeStackPointer", () => {
  it("gives a module that differs by one export", async () => {
    const patched = exposeStackPointer(bytes);
    const before = WebAssembly.Module.exports(await WebAssembly.compile(bytes));
    const after = WebAssembly.Module.exports(await WebAssembly.compile(patched ?? bytes));
    expect(after.slice(0, -1)).toEqual(before);
    expect(after.at(-1)).toEqual({ name: "ftcp_stack_pointer", kind: "global" });
  });

  it("comes to an end for any bytes", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 2000 }),
        fc.array(fc.tuple(fc.nat({ max: 2000 }), fc.nat({ max: 255 })), { maxLength: 20 }),
        (length, changes) => {
          const hostile = bytes.slice(0, length);
          for (const [position, value] of changes) hostile[8 + position] = value;
          const result = exposeStackPointer(hostile);
          expect(result === undefined || result.length > hostile.length).toBe(true);
        },
      ),
    );
  });
});
