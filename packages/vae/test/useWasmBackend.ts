import { afterEach, beforeAll, beforeEach, expect } from "@jest/globals";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import * as tf from "@tensorflow/tfjs-core";

/** Starts the repaired wasm backend for a test file and fails any test that leaks a tensor. */
export function useWasmBackend(): void {
  let before = 0;
  beforeAll(prepareWasmBackend);
  beforeEach(() => {
    before = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(before);
  });
}
