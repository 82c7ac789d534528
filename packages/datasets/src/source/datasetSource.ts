/**
 * Where a reader takes its bytes from. A string is the **content**, never a path; text is encoded
 * as UTF-8.
 */
export type DatasetSource =
  | string
  | Uint8Array
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>;

/** How far a reader has come. */
export interface ReadProgress {
  /** Bytes taken from the source so far, compressed if the source is compressed. */
  readonly bytesRead: number;
  /** Size of the source in bytes, where it is known. */
  readonly bytesTotal: number | undefined;
  /** Rows read so far, failed ones included. */
  readonly rows: number;
  /** Rows that failed so far. */
  readonly failures: number;
}

/** What all readers of this package can be told. */
export interface ReadOptions {
  /** Name of the file, for error messages. */
  readonly file?: string;
  /** Column of the id. Default: the first present of `material_id`, `id`, `mp_id`, … */
  readonly idColumn?: string;
  /**
   * Column of the crystal: a CIF, or JSON, POSCAR or extended XYZ in its place. Default: the first present
   * of `cif`, `cif.conv`, …, then of `structure`, `final_structure`, `atoms`, …
   */
  readonly cifColumn?: string;
  /**
   * What happens to a row without an id: `"error"` fails it, `"row"` names it after its number, `row-1`
   * being the first. The default is `"error"`, in formats without ids (JSON lists, extended XYZ, `.npz`)
   * `"row"`.
   */
  readonly missingId?: "error" | "row";
  /** Columns that hold text even where they look like numbers, besides the usual ones (`split`, …). */
  readonly textColumns?: readonly string[];
  /** Columns that must hold numbers: a row with other text in one fails instead of keeping a label. */
  readonly numericColumns?: readonly string[];
  /**
   * Looks at a row before its CIF is parsed, which is the slow part; a row that is refused is
   * skipped without a trace.
   *
   * @param columns - the row's values by column name: texts from CSV, JSON values from JSONL
   * @returns whether to go on with the row
   */
  readonly select?: (columns: Readonly<Record<string, unknown>>) => boolean;
  /**
   * Parses a CIF only when `structure` of its record is asked for, which then throws the
   * {@link DatasetError} with code `DATASETS_INVALID_CIF`; records have their text in `cif`. For work
   * that parses elsewhere, in a worker, or not at all. Crystals in other forms are read at once all the
   * same. Default false.
   */
  readonly lazy?: boolean;
  /** `"auto"` (default) recognises gzip and zstd by their first bytes, whatever the file is called. */
  readonly compression?: "auto" | "gzip" | "zstd" | "none";
  /**
   * Longest line, quoted CSV cell or JSON item, in bytes; default 64 MiB. It bounds the memory needed.
   */
  readonly maxLineBytes?: number;
  /** Size of the source in bytes, handed on to `onProgress`. */
  readonly bytesTotal?: number;
  /** Called after each chunk of the source and once at the end. */
  readonly onProgress?: (progress: ReadProgress) => void;
  /** Stops reading; the iteration then throws the signal's reason. */
  readonly signal?: AbortSignal;
}
