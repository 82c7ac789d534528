import type { RemoteErrorCode } from "./remote/remoteErrorCode.ts";

/** What went wrong in a dataset; see the table in the package's README. */
export type DatasetErrorCode =
  | RemoteErrorCode
  | "DATASETS_AMBIGUOUS_LABELS"
  | "DATASETS_CHECKSUM_MISMATCH"
  | "DATASETS_DAMAGED_FILE"
  | "DATASETS_DAMAGED_GZIP"
  | "DATASETS_DAMAGED_ZSTD"
  | "DATASETS_DUPLICATE_ID"
  | "DATASETS_HTML_PAGE"
  | "DATASETS_INVALID_CIF"
  | "DATASETS_INVALID_ENCODING"
  | "DATASETS_INVALID_HEADER"
  | "DATASETS_INVALID_JSON"
  | "DATASETS_INVALID_NUMBER"
  | "DATASETS_INVALID_ROW"
  | "DATASETS_INVALID_STRUCTURE"
  | "DATASETS_LINE_TOO_LONG"
  | "DATASETS_MISSING_CIF"
  | "DATASETS_MISSING_COLUMN"
  | "DATASETS_MISSING_FILE"
  | "DATASETS_MISSING_ID"
  | "DATASETS_MISSING_LABEL"
  | "DATASETS_MISSING_LIBRARY"
  | "DATASETS_UNKNOWN_COLUMN"
  | "DATASETS_UNKNOWN_FORMAT"
  | "DATASETS_UNKNOWN_PROPERTY"
  | "DATASETS_UNREADABLE_FILE"
  | "DATASETS_UNSUPPORTED_CONTENT"
  | "DATASETS_WRITE_FAILED";

/** Where an error happened, as far as it is known. */
export interface DatasetErrorPlace {
  /** Name or path of the file, as it was given. */
  readonly file?: string | undefined;
  /** First line of the row in the file, from 1. */
  readonly line?: number | undefined;
  /** Number of the row, from 1; headers and blank lines do not count. */
  readonly row?: number | undefined;
  /** Id of the crystal. */
  readonly id?: string | undefined;
  /** Column or property concerned. */
  readonly column?: string | undefined;
  /** Names that do exist, where a name was not found. */
  readonly known?: readonly string[] | undefined;
  /** Address that was asked, without any key. */
  readonly url?: string | undefined;
  /** HTTP status of the answer. */
  readonly status?: number | undefined;
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * Thrown, or handed over as one failed item, when data cannot be read or does not hold what was
 * asked for.
 *
 * @example
 * ```ts
 * import { readJsonl } from "@ftcp/datasets";
 *
 * for await (const item of readJsonl('{"id": "a"}', { file: "crystals.jsonl" })) {
 *   if (!item.ok) {
 *     const { code, file, line, id } = item.error;
 *     // DATASETS_MISSING_CIF, "crystals.jsonl", 1, "a"
 *   }
 * }
 * ```
 */
export class DatasetError extends Error {
  /** Always `"DatasetError"`. */
  override readonly name = "DatasetError";
  /** What went wrong. */
  readonly code: DatasetErrorCode;
  /** Name or path of the file, as it was given. */
  readonly file: string | undefined;
  /** First line of the row in the file, from 1. */
  readonly line: number | undefined;
  /** Number of the row, from 1; headers and blank lines do not count. */
  readonly row: number | undefined;
  /** Id of the crystal. */
  readonly id: string | undefined;
  /** Column or property concerned. */
  readonly column: string | undefined;
  /** Names that do exist, where a name was not found. */
  readonly known: readonly string[] | undefined;
  /** Address that was asked, without any key. */
  readonly url: string | undefined;
  /** HTTP status of the answer. */
  readonly status: number | undefined;
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfterSeconds: number | undefined;

  /**
   * @param code - what went wrong
   * @param message - one sentence for people, without the place
   * @param place - where; a readable form of it is put before the message
   * @param options - `cause`: the error beneath
   */
  constructor(
    code: DatasetErrorCode,
    message: string,
    place: DatasetErrorPlace = {},
    options?: ErrorOptions,
  ) {
    super(describePlace(place) + message, options);
    this.code = code;
    this.file = place.file;
    this.line = place.line;
    this.row = place.row;
    this.id = place.id;
    this.column = place.column;
    this.known = place.known;
    this.url = place.url;
    this.status = place.status;
    this.retryAfterSeconds = place.retryAfterSeconds;
  }
}

/** `"crystals.csv:12 (mp-1): "`, or nothing when nothing is known. */
function describePlace({ file, line, id }: DatasetErrorPlace): string {
  const position =
    file === undefined
      ? line === undefined
        ? ""
        : `line ${line}`
      : line === undefined
        ? file
        : `${file}:${line}`;
  const crystal = id === undefined ? "" : position === "" ? id : ` (${id})`;
  return position + crystal === "" ? "" : `${position}${crystal}: `;
}
