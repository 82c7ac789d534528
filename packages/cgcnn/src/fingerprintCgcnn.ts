import { digestBytes } from "@ftcp/vae";
import type { GraphSet } from "./graphSet.ts";

/**
 * Identifies a training by everything that decides its numbers.
 *
 * @param training - graphs and labels that it learns from
 * @param settings - everything else, as plain JSON
 * @returns 64 hexadecimal digits
 */
export async function fingerprintCgcnn(
  training: GraphSet,
  settings: Readonly<Record<string, unknown>>,
): Promise<string> {
  const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
    new Uint8Array(buffer, byteOffset, byteLength);
  const parts = [
    new TextEncoder().encode(JSON.stringify(settings)),
    bytesOf(training.labels),
    ...training.graphs.flatMap(({ numbers, neighbors, distances }) =>
      [numbers, neighbors, distances].map(bytesOf),
    ),
  ];
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return digestBytes(whole);
}
