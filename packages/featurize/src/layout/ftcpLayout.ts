import type { Vector3 } from "@ftcp/crystal";

/** Names of the blocks that are stacked along the rows of a tensor. */
export type BlockName =
  "elements" | "cell" | "coordinates" | "occupancy" | "properties" | "structureFactors";

/** A contiguous range of rows. */
export interface LayoutBlock {
  /** What the rows hold. */
  readonly name: BlockName;
  /** First row. */
  readonly start: number;
  /** Row after the last. */
  readonly end: number;
}

/**
 * Which row and which column of an FTCP tensor holds what; plain JSON data.
 *
 * @remarks
 * Make one with {@link createLayout}, read one from a file with {@link parseLayout}, and ask it with
 * {@link describeRow}, {@link describeColumn} and {@link rowOf}.
 */
export interface FtcpLayout {
  /** Marks the JSON document. */
  readonly kind: "ftcp-layout";
  /** Version of this schema. */
  readonly version: 1;
  /**
   * `paper`: cell and sites as given, element slots in order of first appearance; `ftcp`: the
   * canonical form of the crystal, slots in order of ascending electronegativity.
   */
  readonly name: "paper" | "ftcp";
  /** Largest number of different elements. */
  readonly maxElements: number;
  /** Largest number of sites. */
  readonly maxSites: number;
  /** Number of rows, padding included. */
  readonly rows: number;
  /** Number of columns K = bits of the property vector. */
  readonly columns: number;
  /** The number of rows is padded to a multiple of this. */
  readonly rowMultiple: number;
  /** Elements in the order of their rows; one more row means "empty". */
  readonly elements: readonly string[];
  /** Table of the atom-property vector. */
  readonly propertyTable: "cgcnn-92";
  /** Crystal planes (h, k, l) in the order of their rows, one of each Friedel pair. */
  readonly planes: readonly Vector3[];
  /** The blocks from top to bottom, without gaps. */
  readonly blocks: readonly LayoutBlock[];
  /** The zero rows at the end; `start = end` when there are none. */
  readonly padding: {
    /** First zero row. */
    readonly start: number;
    /** Row after the last, the number of rows. */
    readonly end: number;
  };
}
