import type { CrystalVae } from "../crystalVae.ts";
import { writeFileAtomically } from "./writeFileAtomically.ts";

/**
 * Writes a model file to disk, atomically.
 *
 * @param path - the file, by custom `model.safetensors`
 * @param model - a fitted model
 * @param options - as for {@link CrystalVae.toBytes}
 * @throws `VaeError` with code `VAE_WRITE_FAILED`; an older file is then untouched
 *
 * @example
 * ```ts
 * await writeModel("run/model.safetensors", model, { precision: "float16" });
 * ```
 */
export async function writeModel(
  path: string,
  model: CrystalVae,
  options: Parameters<CrystalVae["toBytes"]>[0] = {},
): Promise<void> {
  await writeFileAtomically(path, await model.toBytes(options));
}
