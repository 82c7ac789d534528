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
    readonly rate: LearningRateState;
    readonly stopping: EarlyStoppingState;
    readonly sums: TrainingState["sums"];
  };
  const isComplete =
    isCount(steps) &&
    areNumbers(rate, ["ceiling", "best", "waited"]) &&
    areNumbers(stopping, ["best", "bestEpoch"]) &&
    areNumbers(sums, ["total", "reconstruction", "divergence", "regression", "crystals"]);
  if (!isComplete) {
    throw new VaeError("VAE_MODEL_DAMAGED", "the checkpoint lacks the counters of the training");
  }
  let scaler: FtcpScaler;
  try {
    scaler = FtcpScaler.fromJSON(contents["scaler"]);
  } catch (cause) {
    throw new VaeError("VAE_MODEL_DAMAGED", "the checkpoint has no scaler", {}, { cause });
  }
  const arrays = new Map([...tensors].map(([name, { data }]) => [name, data]));
  return { fingerprint, steps, scaler, rate, stopping, sums, arrays };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Whether a value has these numbers; `null` stands for one that there is not yet. */
function areNumbers(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  return names.every((name) => {
    const number = (value as Readonly<Record<string, unknown>>)[name];
    return number === null || (typeof number === "number" && Number.isFinite(number));
  });
}
