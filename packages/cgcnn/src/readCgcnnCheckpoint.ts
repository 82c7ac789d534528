import type { LearningRateState, NumbersByName } from "@ftcp/vae";
import type { CgcnnCheckpoint } from "./cgcnnCheckpoint.ts";
import { CgcnnError } from "./cgcnnError.ts";
import { openCgcnnFile } from "./openCgcnnFile.ts";

/**
 * Reads where a training stood, and puts its numbers in their places.
 *
 * @param bytes - a checkpoint, from an untrusted place
 * @param fingerprint - of the training that wants to go on
 * @param arrays - weights, moving averages and the optimiser's own arrays; filled in
 * @returns the counters
 * @throws {@link CgcnnError} with code `CGCNN_CHECKPOINT_MISMATCH` (of other crystals or settings),
 *   `CGCNN_MODEL_DAMAGED` or `CGCNN_MODEL_VERSION`
 */
export async function readCgcnnCheckpoint(
  bytes: Uint8Array,
  fingerprint: string,
  arrays: NumbersByName,
): Promise<Pick<CgcnnCheckpoint, "epoch" | "steps" | "rate">> {
  const { contents, tensors } = await openCgcnnFile("checkpoint", bytes);
  if (contents["fingerprint"] !== fingerprint) {
    throw new CgcnnError(
      "CGCNN_CHECKPOINT_MISMATCH",
      "the checkpoint belongs to other crystals or other settings",
      { expected: fingerprint, received: contents["fingerprint"] ?? null },
    );
  }
  const { epoch, steps, rate } = contents;
  if (!Number.isSafeInteger(epoch) || !Number.isSafeInteger(steps) || !isRate(rate)) {
    throw new CgcnnError(
      "CGCNN_MODEL_DAMAGED",
      "the checkpoint lacks the counters of the training",
    );
  }
  for (const [name, array] of arrays) {
    const data = tensors.get(name)?.data;
    if (data?.length !== array.length) {
      throw new CgcnnError("CGCNN_MODEL_DAMAGED", `the checkpoint lacks ${name}`, { name });
    }
    array.set(data);
  }
  return { epoch: epoch as number, steps: steps as number, rate };
}

function isRate(value: unknown): value is LearningRateState {
  if (typeof value !== "object" || value === null) return false;
  return ["ceiling", "best", "waited"].every((name) => {
    const number = (value as Readonly<Record<string, unknown>>)[name];
    return number === null || typeof number === "number";
  });
}
