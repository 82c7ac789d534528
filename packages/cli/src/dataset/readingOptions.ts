import type { DatasetFormat } from "@ftcp/datasets/node";

/** Options of `ftcp data` that say how a dataset is read. */
export interface ReadingOptions {
  /** Format of the dataset, by default that of its name. */
  readonly from?: DatasetFormat;
  /** Column of the id. */
  readonly idColumn?: string;
  /** Column of the crystal. */
  readonly cifColumn?: string;
  /** What becomes of a row without an id. */
  readonly missingId?: "error" | "row";
  /** Columns that hold text even where they look like numbers. */
  readonly textColumns?: readonly string[];
  /** Columns that must hold numbers. */
  readonly numericColumns?: readonly string[];
  /** Label CSV of a folder of crystals. */
  readonly labels?: string;
  /** Only the first so many rows. */
  readonly limit?: number;
  /** File for what could not be read, a line of JSON a row. */
  readonly errors?: string;
  /** Whether the summary is JSON. */
  readonly json?: boolean;
}
