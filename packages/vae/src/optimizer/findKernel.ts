import type { OptimizerKernel } from "./optimizerKernel.ts";
import { scalarKernel } from "./scalarKernel.ts";
import { createWasmKernel } from "./wasmKernel.ts";

let found: OptimizerKernel | undefined;

/**
 * The fastest kernel there is here: WebAssembly, or JavaScript where that is missing or forbidden. Both give the same
 * bits, so that which one it was can be told from the time alone.
 */
export function findKernel(): OptimizerKernel {
  if (found === undefined) {
    try {
      found = createWasmKernel();
    } catch {
      found = scalarKernel;
    }
  }
  return found;
}
