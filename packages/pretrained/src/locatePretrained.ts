/**
 * Name of a bundled model.
 */
export type PretrainedName = "ternary-20" | "ternary-quaternary-40-thermoelectric";

/**
 * Where the files of a bundled model are.
 */
export interface PretrainedLocation {
  /** Model file for `CrystalVae.fromBytes` of `@ftcp/vae`. */
  readonly model: URL;
  /** JSON half of the latent index. */
  readonly indexJson: URL;
  /** Binary half of the latent index. */
  readonly indexBytes: URL;
  /** Model card, Markdown. */
  readonly card: URL;
}

/**
 * Finds the files of a bundled model, for `fetch` in a browser; in Node use `readPretrained` of
 * `@ftcp/pretrained/node`.
 *
 * @param name - one of {@link pretrainedNames}
 * @returns addresses relative to this module, which bundlers follow
 * @throws RangeError for a name that is not bundled
 *
 * @example
 * ```ts
 * const { model } = locatePretrained("ternary-20");
 * const bytes = new Uint8Array(await (await fetch(model)).arrayBuffer());
 * ```
 */
export function locatePretrained(name: PretrainedName): PretrainedLocation {
  // Written out, not built from the name, so that bundlers see each file.
  const locations: Readonly<Record<PretrainedName, PretrainedLocation>> = {
    "ternary-20": {
      model: new URL("../models/ternary-20/model.safetensors", import.meta.url),
      indexJson: new URL("../models/ternary-20/index.json", import.meta.url),
      indexBytes: new URL("../models/ternary-20/index.bin", import.meta.url),
      card: new URL("../models/ternary-20/card.md", import.meta.url),
    },
    "ternary-quaternary-40-thermoelectric": {
      model: new URL(
        "../models/ternary-quaternary-40-thermoelectric/model.safetensors",
        import.meta.url,
      ),
      indexJson: new URL(
        "../models/ternary-quaternary-40-thermoelectric/index.json",
        import.meta.url,
      ),
      indexBytes: new URL(
        "../models/ternary-quaternary-40-thermoelectric/index.bin",
        import.meta.url,
      ),
      card: new URL("../models/ternary-quaternary-40-thermoelectric/card.md", import.meta.url),
    },
  };
  if (!Object.hasOwn(locations, name)) throw new RangeError(`no bundled model is named ${name}`);
  return locations[name];
}
