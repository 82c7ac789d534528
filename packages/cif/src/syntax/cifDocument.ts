import type { CifBlock } from "./cifBlock.ts";
import type { CifVersion } from "./cifVersion.ts";

/** A CIF as it stands in the file: nothing is interpreted, every value keeps its place. */
export interface CifDocument {
  /** The syntax that the first line declares; 1.1 when it declares none. */
  readonly version: CifVersion;
  /** The data blocks in the order of the file. */
  readonly blocks: readonly CifBlock[];
}

export type { CifItem } from "./cifItem.ts";
export type { CifLoop } from "./cifLoop.ts";
export type { CifValue } from "./cifValue.ts";
