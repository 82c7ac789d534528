import type { FtcpScaler } from "@ftcp/featurize";
import type * as tf from "@tensorflow/tfjs-core";
import { sealModelFile } from "../files/sealModelFile.ts";
import type { NamedTensor } from "../safetensors/namedTensor.ts";
import type { AdamW } from "./adamW.ts";

/**
 * Writes everything that a training needs to go on as if it had not stopped.
 *
 * @param weights - the network's variables by name
 * @param optimizer - its steps and moments
 * @param scaler - fitted on the training crystals
 * @param fingerprint - of the crystals and the settings
 * @returns the file
 */
export async function writeCheckpoint(
  weights: ReadonlyMap<string, tf.Variable>,
  optimizer: AdamW,
  scaler: FtcpScaler,
  fingerprint: string,
): Promise<Uint8Array> {
  const tensors: NamedTensor[] = [];
  for (const [name, variable] of [
    ...weights,
    ...Object.entries(optimizer.slots([...weights.keys()])),
  ]) {
    const data = Float32Array.from(await variable.data<"float32">());
    tensors.push({ name, shape: variable.shape, data });
  }
  const contents = { fingerprint, steps: optimizer.steps, scaler: scaler.toJSON() };
  return sealModelFile("ftcp-vae-checkpoint", contents, tensors);
}
