import initialize, { analyze_cell as analyzeCell } from "@spglib/moyo-wasm";
import { CrystalError } from "../crystalError.ts";
import type { EngineCell, EngineDataset } from "./engineDataset.ts";
import { exposeStackPointer, stackPointerName } from "./exposeStackPointer.ts";

/** The loaded WebAssembly module of moyo. */
export interface SymmetryEngine {
  /** Runs moyo; its matrices are flat by columns. */
  readonly analyze: (cell: EngineCell, tolerance: number, setting: string) => EngineDataset;
}

/** The module is one per program, as its JavaScript side has a single instance. */
let loading: Promise<SymmetryEngine> | undefined;

/** Loads moyo once; later calls get the same engine. */
export function loadSymmetryEngine(bytes: Uint8Array): Promise<SymmetryEngine> {
  loading ??= load(bytes).catch((error: unknown) => {
    // The next call may have better bytes.
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(bytes: Uint8Array): Promise<SymmetryEngine> {
  const patched = exposeStackPointer(bytes);
  if (patched === undefined) {
    throw new CrystalError(
      "CRYSTAL_SYMMETRY_FAILED",
      "The bytes are not those of moyo_wasm_bg.wasm.",
    );
  }
  let instance: object;
  try {
    const module = await WebAssembly.compile(patched);
    instance = await initialize({ module_or_path: module });
  } catch (cause) {
    throw new CrystalError(
      "CRYSTAL_SYMMETRY_FAILED",
      "The bytes are no WebAssembly module that fits the installed @spglib/moyo-wasm.",
      {},
      { cause },
    );
  }
  const stackPointer = (instance as Readonly<Record<string, unknown>>)[stackPointerName];
  const top = stackPointer instanceof WebAssembly.Global ? Number(stackPointer.value) : undefined;
  return {
    analyze: (cell, tolerance, setting) => {
      try {
        return analyzeCell(JSON.stringify(cell), tolerance, setting);
      } finally {
        // After a return it is there already; after a trap it is not.
        if (stackPointer instanceof WebAssembly.Global) stackPointer.value = top;
      }
    },
  };
}
