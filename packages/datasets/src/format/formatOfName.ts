import { DatasetError } from "../datasetError.ts";
import { datasetFormats } from "./datasetFormat.ts";
import type { DatasetFormat } from "./datasetFormat.ts";

/** What the name of a file tells. */
export interface NamedFormat {
  /** The form; not a folder. */
  readonly format: Exclude<DatasetFormat, "cif-folder">;
  /** `"gzip"` for `.gz`, `"zstd"` for `.zst` and `.zstd`. */
  readonly compression: "gzip" | "zstd" | "none";
  /** Whether the ending is that of Arrow's stream, `.arrows`. */
  readonly isArrowStream: boolean;
}

/**
 * Tells the form of a dataset by the name of its file.
 *
 * @param name - or path, in any case of letters
 * @param format - the form where it is known; the name then tells the compression alone
 * @returns form and compression
 * @throws {@link DatasetError} with code `DATASETS_UNKNOWN_FORMAT` when the name tells none; `known` lists the endings
 *
 * @example
 * ```ts
 * import { formatOfName } from "@ftcp/datasets";
 *
 * formatOfName("crystals.jsonl.gz"); // { format: "jsonl", compression: "gzip", … }
 * ```
 */
export function formatOfName(name: string, format?: NamedFormat["format"]): NamedFormat {
  const [, base = "", packed] = /^(.*?)(\.gz|\.zstd?)?$/su.exec(name.toLowerCase()) ?? [];
  const compression = packed === undefined ? "none" : packed === ".gz" ? "gzip" : "zstd";
  const isArrowStream = base.endsWith(".arrows");
  const found = datasetFormats.find(({ extensions }) =>
    extensions.some((extension) => base.endsWith(extension)),
  )?.format;
  const told = format ?? (found === "cif-folder" ? undefined : found);
  if (told !== undefined) return { format: told, compression, isArrowStream };
  const known = datasetFormats.flatMap(({ extensions }) => extensions);
  throw new DatasetError(
    "DATASETS_UNKNOWN_FORMAT",
    `the name tells no format; known are ${known.join(", ")}, also with .gz or .zst`,
    { file: name, known },
  );
}
