import { writeExtendedXyz as writeFrame } from "@ftcp/cif";
import type { RecordSource } from "../crystalRecord.ts";
import { iterateRecords } from "../iterateRecords.ts";

/**
 * Writes crystals as extended XYZ, the inverse of {@link readExtendedXyz}: a frame a crystal, id, properties
 * and labels in its comment line.
 *
 * @param source - records or results, in any iterable
 * @returns one frame at a time
 * @throws the error of the first failed result: handle failures before writing
 * @throws FormatError with code `FORMAT_UNWRITABLE` for a crystal with shared or partly empty sites, which
 *   the format cannot hold
 *
 * @remarks
 * ASE reads it (`ase.io.read(path, ":")`), with id, properties and labels in `atoms.info`. Positions are
 * Cartesian, so fractional coordinates come back but for a rounding error of some 1e-16. Labels that look
 * like numbers come back as properties, unless the reader is told by `textColumns`.
 *
 * @example
 * ```ts
 * import { readJsonl, writeExtendedXyz } from "@ftcp/datasets";
 *
 * let text = "";
 * for await (const frame of writeExtendedXyz(readJsonl(""))) text += frame;
 * ```
 */
export async function* writeExtendedXyz<E extends Error>(
  source: RecordSource<E>,
): AsyncGenerator<string, void, undefined> {
  for await (const result of iterateRecords(source)) {
    if (!result.ok) throw result.error;
    const { id, structure, properties, labels } = result.value;
    const pairs: [string, string | number][] = Object.entries({
      material_id: id,
      ...properties,
      ...labels,
    });
    const text = pairs.map(([key, value]) => ` ${quote(key)}=${quote(String(value))}`).join("");
    const lines = writeFrame(structure).split("\n");
    yield [lines[0], `${lines[1] ?? ""}${text}`, ...lines.slice(2)].join("\n");
  }
}

function quote(text: string): string {
  if (/^[\w.+-]+$/u.test(text)) return text;
  return `"${text.replaceAll(/["\\]/gu, String.raw`\$&`).replaceAll(/\r\n|\r|\n/gu, String.raw`\n`)}"`;
}
