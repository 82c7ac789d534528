import { readFileSync } from "node:fs";

import type { TortureComparison } from "./compareTorture.ts";

/** Why we read a structure of the torture corpus differently than others, by kind. */
interface Reasons {
  readonly reasons: Readonly<Record<string, string>>;
  /** Kind of reason by path and data block, as `folder/file.cif#0`. */
  readonly structures: Readonly<Record<string, string>>;
}

const { reasons, structures } = JSON.parse(
  readFileSync(new URL("./tortureReasons.json", import.meta.url), "utf8"),
) as Reasons;

/** The kinds of reasons with their sentence. */
export const tortureReasons: Readonly<Record<string, string>> = reasons;

/** The kind of reason for a difference, if one is written down. */
export function reasonOf({ path, blockIndex }: TortureComparison): string | undefined {
  return structures[`${path.replace(/^torture\//u, "")}#${blockIndex}`];
}
