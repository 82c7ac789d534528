import type { LatentIndex } from "@ftcp/sampling";
import { createHash } from "node:crypto";
import type { LoadedModel } from "../model/loadModel.ts";
import type { PlannedStudy } from "./planStudy.ts";

/** What a study is made with, beside its settings. */
export interface StudyParts {
  /** Name of the model. */
  readonly name: string;
  /** Its latent index, which no other model has. */
  readonly index: LatentIndex;
  /** Name of the engine that differentiates the network, which `auto` leaves open. */
  readonly gradients: string;
  /** Further models that are asked. */
  readonly judges?: readonly Pick<LoadedModel, "digest">[];
  /** Formulas that are not new, beside those of the index. */
  readonly knownFormulas?: readonly string[];
}

/**
 * Tells a study from others: what is searched, and by which models.
 *
 * @param study - the study
 * @param parts - what it is made with
 * @returns SHA-256 in hexadecimal digits; where the study and its further models lie does not matter
 */
export function fingerprintStudy(study: PlannedStudy, parts: StudyParts): string {
  const { name, index, gradients, judges = [], knownFormulas = [] } = parts;
  const { data } = index.latents;
  const digests = judges.map(({ digest }) => digest);
  const searches = study.runs.map((search) => ({ ...search, out: "" }));
  return createHash("sha256")
    .update(JSON.stringify([name, study.engine, gradients, digests, knownFormulas, searches]))
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest("hex");
}
