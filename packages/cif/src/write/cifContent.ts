import type { CifDelimiter } from "../syntax/cifValue.ts";
import type { CifVersion } from "../syntax/cifVersion.ts";

/** A text or number to be written. */
export interface CifTextContent {
  /** What the value says; lines are joined by `\n`. */
  readonly text: string;
  /**
   * `bare` for numbers, and for `?` (unknown) and `.` (inapplicable); any other for texts. It is kept
   * where it can hold the text. Without it the shortest way is taken, and `?` and `.` are texts.
   */
  readonly delimiter?: CifDelimiter;
}

/** A list to be written. */
export interface CifListContent {
  /** Tells lists, tables and texts apart. */
  readonly delimiter: "list";
  /** The values. */
  readonly items: readonly CifValueContent[];
}

/** A table to be written. */
export interface CifTableContent {
  /** Tells lists, tables and texts apart. */
  readonly delimiter: "table";
  /** Keys, each once, and values. */
  readonly entries: readonly {
    /** The key. */
    readonly key: CifTextContent;
    /** The value. */
    readonly value: CifValueContent;
  }[];
}

/** A value to be written; every `CifValue` is one. */
export type CifValueContent = CifTextContent | CifListContent | CifTableContent;

/** A data name with one value, to be written. */
export interface CifItemContent {
  /** Tells items and loops apart. */
  readonly kind: "item";
  /** The data name with its underscore. */
  readonly tag: string;
  /** Its value. */
  readonly value: CifValueContent;
}

/** A table of rows, to be written. */
export interface CifLoopContent {
  /** Tells items and loops apart. */
  readonly kind: "loop";
  /** The data names, one a column. */
  readonly tags: readonly string[];
  /** The values, row by row. */
  readonly values: readonly CifValueContent[];
}

/** A data block or save frame to be written; every `CifBlock` is one. */
export interface CifBlockContent {
  /** What follows `data_` or `save_`. */
  readonly name: string;
  /** Items and loops in their order. */
  readonly entries: readonly (CifItemContent | CifLoopContent)[];
  /** Save frames, written after the entries; a frame has none. */
  readonly frames?: readonly CifBlockContent[];
}

/** What `writeCifDocument` writes; every `CifDocument` is such content. */
export interface CifDocumentContent {
  /** The syntax to write if the options name none. */
  readonly version?: CifVersion;
  /** The data blocks in their order. */
  readonly blocks: readonly CifBlockContent[];
}
