/**
 * Names the manifest of an output.
 *
 * @param output - the output, for example `X-7.npy`
 * @returns `X-7.npy.manifest.json`
 *
 * @example
 * ```ts
 * import { manifestPath } from "@ftcp/shards/node";
 *
 * manifestPath("out/X-7.npy"); // "out/X-7.npy.manifest.json"
 * ```
 */
export function manifestPath(output: string): string {
  return `${output}.manifest.json`;
}
