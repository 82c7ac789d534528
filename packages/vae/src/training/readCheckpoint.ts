import { FtcpScaler } from "@ftcp/featurize";
import * as tf from "@tensorflow/tfjs-core";
import { openModelFile } from "../files/openModelFile.ts";
import { VaeError } from "../vaeError.ts";
import type { AdamW } from "./adamW.ts";

/**
 * Reads what {@link writeCheckpoint} wrote.
 *
 * @param bytes - the file, from an untrusted place
 * @param fingerprint - of the crystals and settings of this training
 * @returns the scaler, and a function that sets weights and optimiser
 * @throws {@link VaeError} with code `VAE_CHECKPOINT_MISMATCH` when it belongs to another training,
 *   `VAE_MODEL_DAMAGED` or `VAE_MODEL_VERSION`
 */
export async function readCheckpoint(
  bytes: Uint8Array,
  fingerprint: string,
): Promise<{
  readonly scaler: FtcpScaler;
  restore(weights: ReadonlyMap<string, tf.Variable>, optimizer: AdamW): void;
}> {
  const { contents, tensors } = await openModelFile("ftcp-vae-checkpoint", bytes);
  if (contents["fingerprint"] !== fingerprint) {
    throw new VaeError(
      "VAE_CHECKPOINT_MISMATCH",
      "the checkpoint belongs to other crystals or other settings",
      { expected: fingerprint, received: contents["fingerprint"] },
    );
  }
  const steps = contents["steps"];
  if (!Number.isSafeInteger(steps)) {
    throw new VaeError("VAE_MODEL_DAMAGED", "the checkpoint has no number of steps");
  }
  const restore = (weights: ReadonlyMap<string, tf.Variable>, optimizer: AdamW): void => {
    const slots = Object.entries(optimizer.slots([...weights.keys()]));
    for (const [name, variable] of [...weights, ...slots]) {
      const tensor = tensors.get(name);
      if (tensor?.shape.join() !== variable.shape.join()) {
        throw new VaeError("VAE_MODEL_DAMAGED", `the checkpoint lacks ${name}`, { name });
      }
      tf.tidy(() => {
        variable.assign(tf.tensor(tensor.data, variable.shape));
      });
    }
    optimizer.steps = steps as number;
  };
  return { scaler: FtcpScaler.fromJSON(contents["scaler"]), restore };
}
