import type { BlockName, FtcpLayout, LayoutBlock } from "./ftcpLayout.ts";

/**
 * The rows of a block, `start <= row < end`.
 *
 * @param layout - layout to ask
 * @param name - name of the block
 * @returns the range of rows
 * @throws RangeError when the layout has no such block
 *
 * @example
 * ```ts
 * blockOf(createLayout(), "cell"); // { name: "cell", start: 104, end: 106 }
 * ```
 */
export function blockOf(layout: FtcpLayout, name: BlockName): LayoutBlock {
  const block = layout.blocks.find((candidate) => candidate.name === name);
  if (block === undefined) throw new RangeError(`the layout has no block "${name}"`);
  return block;
}
