import type { Structure } from "../structure/structure.ts";
import { createStructureMatcher } from "./createStructureMatcher.ts";
import type { MatchOptions } from "./matchOptions.ts";

export function groupStructures(
  structures: readonly Structure[],
  options: MatchOptions = {},
): readonly (readonly number[])[] {
  return createStructureMatcher(options).group(structures);
}
