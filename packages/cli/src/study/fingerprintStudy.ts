import type { LatentIndex } from "@ftcp/sampling";
import { createHash } from "node:crypto";
import type { PlannedStudy } from "./planStudy.ts";

/**
 * Tells a study from others: what is searched, and by which model.
 *
 * @param study - the study
 * @param gradients - name of the engine that differentiates the network, which `auto` leaves open
 * @param model - name of the model, and its latent index, which no other model has
 * @returns SHA-256 in hexadecimal digits
 */
export function fingerprintStudy(
  study: PlannedStudy,
  gradients: string,
  model: { readonly name: string; readonly index: LatentIndex },
): string {
  const { data } = model.index.latents;
  // Where results go does not matter: a study may be moved.
  const searches = study.runs.map((search) => ({ ...search, out: "" }));
  return createHash("sha256")
    .update(JSON.stringify([model.name, study.engine, gradients, study.judge, searches]))
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest("hex");
}
