import { FtcpScaler } from "@ftcp/featurize";
import { openModelFile } from "../files/openModelFile.ts";
import { VaeError } from "../vaeError.ts";
import type { EarlyStoppingState } from "./earlyStopping.ts";
import type { LearningRateState } from "../schedule/learningRate.ts";
import type { TrainingState } from "./trainingState.ts";

/**
 * Reads a checkpoint.
 *
 * @param bytes - of `writeCheckpoint`
 * @param fingerprint - of the training that wants to go on
 * @returns the state of then
 * @throws {@link VaeError} with code `VAE_CHECKPOINT_MISMATCH` (of other crystals or settings),
 *   `VAE_MODEL_DAMAGED` or `VAE_MODEL_VERSION`
 */
export async function readCheckpoint(
  bytes: Uint8Array,
  fingerprint: string,
): Promise<TrainingState> {
  const { contents, tensors } = await openModelFile("ftcp-vae-checkpoint", bytes);
  if (contents["fingerprint"] !== fingerprint) {
    throw new VaeError(
      "VAE_CHECKPOINT_MISMATCH",
      "the checkpoint belongs to other crystals or other settings",
      { expected: fingerprint, received: contents["fingerprint"] },
    );
  }
  const { steps, rate, stopping, sums } = contents as {
    readonly steps: unknown;
    readonly rate: LearningRateState | undefined;
    readonly stopping: EarlyStoppingState | undefined;
    readonly sums: TrainingState["sums"] | undefined;
  };
  const complete = rate !== undefined && stopping !== undefined && sums !== undefined;
  if (!Number.isSafeInteger(steps) || !complete) {
    throw new VaeError("VAE_MODEL_DAMAGED", "the checkpoint lacks the counters of the training");
  }
  const scaler = FtcpScaler.fromJSON(contents["scaler"]);
  const arrays = new Map([...tensors].map(([name, { data }]) => [name, data]));
  return { fingerprint, steps: steps as number, scaler, rate, stopping, sums, arrays };
}
