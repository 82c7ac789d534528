import { afterEach, beforeAll, beforeEach, expect } from "@jest/globals";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";

/** Pins the tfjs cpu backend for a test file and fails any test that leaks a tensor. */
export function useCpuBackend(): void {
  let before = 0;
  beforeAll(async () => {
    tf.env().set("IS_TEST", true); // no banner
    await tf.setBackend("cpu");
  });
  beforeEach(() => {
    before = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(before);
  });
}
