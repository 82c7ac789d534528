import { expect } from "@jest/globals";
import * as tf from "@tensorflow/tfjs-core";

/** Starts tfjs-node, which must be installed, and makes sure that it is the backend that computes. */
export async function startNativeBackend(): Promise<void> {
  tf.enableProdMode(); // no banner, and no complaint about kernels made of kernels
  const name = "@tensorflow/tfjs-node"; // optional: the compiler does not know it
  const native = (await import(name)) as typeof tf;
  expect(await tf.setBackend("tensorflow")).toBe(true);
  expect(native.Tensor === tf.Tensor).toBe(true);
}
