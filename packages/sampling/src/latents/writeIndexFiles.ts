import { computeChecksum } from "./computeChecksum.ts";
import type { LatentIndexContents, LatentIndexFiles } from "./latentIndex.ts";
import { quantizeLatents } from "./quantizeLatents.ts";

/** Writes the two files of a latent index. */
export function writeIndexFiles(contents: LatentIndexContents): LatentIndexFiles {
  const { ids, formulas, propertyNames, properties, latents, attribution } = contents;
  const { bytes, offset, scale } = quantizeLatents(latents);
  const fields = {
    kind: "ftcp-latent-index",
    version: 1,
    attribution,
    count: latents.shape[0],
    latentSize: latents.shape[1],
    byteLength: bytes.length,
    crc32: computeChecksum(bytes),
    quantization: { type: "uint8", offset, scale },
    propertyNames,
    // JSON has no NaN: unknown values are null.
    properties: Array.from(properties, (value) => (Number.isNaN(value) ? null : shorten(value))),
    formulas,
    ids,
  };
  // One field a line: still one JSON value, but a person can look at its head.
  const lines = Object.entries(fields).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  return { json: `{${lines.join(",\n")}}\n`, bytes };
}

/** The number with the fewest digits that rounds to the same float32. */
function shorten(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
