import { blockOf, type FtcpLayout } from "@ftcp/featurize";
import type { InvertibleRows } from "./invertibleRows.ts";

/**
 * Finds the invertible rows of a layout.
 *
 * @param layout - how the tensor is laid out
 * @returns where the blocks lie
 * @throws RangeError when the network cannot write the layout: it needs elements, cell, coordinates and
 *   occupancy on top, in this order, a class for "empty" and F below (`arrangement` `stacked`)
 */
export function findInvertibleRows(layout: FtcpLayout): InvertibleRows {
  const top = ["elements", "cell", "coordinates", "occupancy"] as const;
  const fits = top.every((name, index) => layout.blocks[index]?.name === name);
  if (!fits || !layout.emptyClass || layout.arrangement !== "stacked") {
    throw new RangeError(
      `the network cannot write this layout (${layout.name}): it needs the blocks ` +
        `${top.join(", ")} on top, a class for "empty" and structure factors below`,
    );
  }
  const elements = blockOf(layout, "elements");
  const occupancy = blockOf(layout, "occupancy");
  return {
    rows: layout.rows,
    columns: layout.columns,
    slots: layout.maxElements,
    classes: elements.end - elements.start,
    sites: layout.maxSites,
    elementStart: elements.start,
    cellStart: blockOf(layout, "cell").start,
    coordinateStart: blockOf(layout, "coordinates").start,
    occupancyStart: occupancy.start,
    realRows: occupancy.end,
  };
}
