import { useTestBackend } from "@ftcp/testing";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

/**
 * Starts the repaired wasm backend for a test file, or tfjs-node in the run on it, and fails any test
 * that leaks a tensor.
 */
export function useFastBackend(): void {
  useTestBackend(prepareWasmBackend);
}
