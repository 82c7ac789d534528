import { digestBytes } from "../files/digestBytes.ts";

/**
 * SHA-256 of what a training starts from, so that a checkpoint is not continued with other crystals
 * or settings.
 *
 * @param digests - of the sources
 * @param labels - labels of all crystals
 * @param settings - plain JSON of everything that shapes the training
 * @returns hexadecimal digits
 */
export async function fingerprintTraining(
  digests: readonly string[],
  labels: readonly Float64Array[],
  settings: unknown,
): Promise<string> {
  const text = JSON.stringify([settings, digests, labels.map((each) => Array.from(each, String))]);
  return digestBytes(new TextEncoder().encode(text));
}
