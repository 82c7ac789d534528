import { CifError } from "../cifError.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";

/**
 * Refuses a block that gives a data name twice with different content: no one can tell which counts.
 *
 * @param block - a data block
 * @param tag - a normalised data name that the crystal depends on
 * @throws {@link CifError} with code `CIF_DUPLICATE_NAME`
 * @internal
 */
export function requireUnique(block: CifBlock, tag: string): void {
  const conflict = block.conflict(tag);
  if (conflict === undefined) return;
  throw new CifError(
    "CIF_DUPLICATE_NAME",
    `${tag} is given twice in the block ${block.name}, with different content`,
    { line: conflict.line, column: conflict.column, block: block.name },
  );
}
