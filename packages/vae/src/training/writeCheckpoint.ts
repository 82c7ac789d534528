import { sealModelFile } from "../files/sealModelFile.ts";
import type { TrainingState } from "./trainingState.ts";

/**
 * The whole state of a training as one checksummed file.
 *
 * @param state - weights, optimiser, scaler, counters
 * @returns bytes that `resume` takes
 */
export async function writeCheckpoint(state: TrainingState): Promise<Uint8Array> {
  const { fingerprint, steps, scaler, rate, stopping, sums, arrays } = state;
  const contents = { fingerprint, steps, scaler: scaler.toJSON(), rate, stopping, sums };
  const tensors = [...arrays].map(([name, data]) => ({ name, shape: [data.length], data }));
  return sealModelFile("ftcp-vae-checkpoint", contents, tensors);
}
