import { blockOf, type FtcpLayout } from "@ftcp/featurize";
import type { InvertibleRows } from "./invertibleRows.ts";

/**
 * Finds the invertible rows of a layout.
 *
 * @param layout - how the tensor is laid out
 * @returns where the blocks lie
 */
export function findInvertibleRows(layout: FtcpLayout): InvertibleRows {
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
