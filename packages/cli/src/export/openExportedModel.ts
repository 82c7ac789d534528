import type { CrystalVae } from "@ftcp/vae";
import { readModel } from "@ftcp/vae/node";
import { basename } from "node:path";
import { loadModel } from "../model/loadModel.ts";

/**
 * Loads the model that is to be exported.
 *
 * @param reference - a file `….safetensors`; else what `loadModel` takes
 * @returns the model, which the caller disposes, and its name
 * @throws what `loadModel` throws; `VaeError` with code `VAE_READ_FAILED` for a file that cannot be read
 */
export async function openExportedModel(
  reference: string,
): Promise<{ readonly name: string; readonly model: CrystalVae }> {
  if (!reference.endsWith(".safetensors")) return loadModel(reference);
  return { name: basename(reference), model: await readModel(reference) };
}
