import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { locatePretrained, type PretrainedName } from "../locatePretrained.ts";

/**
 * The files of a bundled model.
 */
export interface PretrainedFiles {
  /** Model file for `CrystalVae.fromBytes` of `@ftcp/vae`. */
  readonly model: Uint8Array;
  /** Files for `LatentIndex.fromFiles` of `@ftcp/sampling`: the training crystals in latent space. */
  readonly index: {
    /** Ids, formulas, properties and attribution. */
    readonly json: string;
    /** The latents. */
    readonly bytes: Uint8Array;
  };
  /** Model card, Markdown: data and licence, how it was trained, test metrics. */
  readonly card: string;
}

/**
 * Reads a bundled model from the package's own folder.
 *
 * @param name - one of {@link pretrainedNames}
 * @returns the files
 * @throws RangeError for a name that is not bundled
 *
 * @example
 * ```ts
 * const files = await readPretrained("ternary-20");
 * const model = await CrystalVae.fromBytes(files.model);
 * const index = LatentIndex.fromFiles(files.index);
 * ```
 */
export async function readPretrained(name: PretrainedName): Promise<PretrainedFiles> {
  const urls = locatePretrained(name);
  const [model, json, bytes, card] = await Promise.all([
    readFile(fileURLToPath(urls.model)),
    readFile(fileURLToPath(urls.indexJson), "utf8"),
    readFile(fileURLToPath(urls.indexBytes)),
    readFile(fileURLToPath(urls.card), "utf8"),
  ]);
  return { model, index: { json, bytes }, card };
}
