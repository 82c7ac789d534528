import type { Structure } from "@ftcp/crystal";

import { DiagnosticLog } from "./diagnosticLog.ts";
import type { ParseCifOptions } from "./parseCifOptions.ts";
import { readStructure } from "./structure/readStructure.ts";
import type { CifBlock } from "./syntax/cifBlock.ts";

/**
 * Makes the crystal of one data block, for documents that are read or streamed block by block.
 *
 * @param block - a data block, from `parseCifDocument` or `streamCifBlocks`
 * @param options - see {@link ParseCifOptions}
 * @returns all sites of one cell, as {@link parseCif} gives them; `undefined` when the block gives no
 * atomic positions
 * @throws {@link CifError} when the block gives positions that no crystal can be made of
 *
 * @example
 * ```ts
 * for (const block of parseCifDocument(text).blocks) {
 *   const structure = structureFromCifBlock(block);
 *   if (structure) use(block.name, structure);
 * }
 * ```
 */
export function structureFromCifBlock(
  block: CifBlock,
  options: Omit<ParseCifOptions, "mode"> = {},
): Structure | undefined {
  return readStructure(block, options, new DiagnosticLog(options, false))?.structure;
}
