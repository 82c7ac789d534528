import type { Structure } from "../structure/structure.ts";
import { createStructureMatcher } from "./createStructureMatcher.ts";
import type { MatchOptions } from "./matchOptions.ts";
import type { StructureMatch } from "./structureMatch.ts";

export function matchStructures(
  left: Structure,
  right: Structure,
  options: MatchOptions = {},
): StructureMatch | undefined {
  return createStructureMatcher(options).match(left, right);
}
