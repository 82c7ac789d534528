import { afterEach, beforeAll, beforeEach, expect } from "@jest/globals";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { nativeBackend } from "./nativeBackend.ts";
import { startNativeBackend } from "./startNativeBackend.ts";

/**
 * Pins a tfjs backend for a test file, and fails any test that leaks a tensor. In the run that
 * alsoOnNativeBackend.js adds to a package's own, that backend is tfjs-node instead.
 *
 * @param start - starts the backend; cpu by default
 */
export function useTestBackend(start: () => Promise<void> = startCpuBackend): void {
  let before = 0;

  beforeAll(nativeBackend.pinned ? startNativeBackend : start);
  beforeEach(() => {
    before = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(before);
  });
}

async function startCpuBackend(): Promise<void> {
  tf.env().set("IS_TEST", true); // no banner
  await tf.setBackend("cpu");
}
