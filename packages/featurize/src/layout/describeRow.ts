import { describeProperty } from "../property/describeProperty.ts";
import type { FtcpLayout } from "./ftcpLayout.ts";
import { linesOf } from "./linesOf.ts";
import { partLabels } from "./partLabels.ts";
import type { RowAddress } from "./rowAddress.ts";

/** What a row of a tensor holds. */
export interface RowDescription {
  /** The row. */
  readonly row: number;
  /** The same for programs; {@link rowOf} is the inverse. */
  readonly address: RowAddress;
  /** The same for people. */
  readonly label: string;
}

/**
 * What a row of a tensor holds.
 *
 * @param layout - layout of the tensor
 * @param row - 0..rows - 1
 * @returns the description; where F stands beside the properties, a row of both has the address of the
 * property
 * @throws RangeError when the layout has no such row
 *
 * @example
 * ```ts
 * describeRow(createLayout(), 107).label; // "site 1: fractional coordinates x, y, z"
 * ```
 */
export function describeRow(layout: FtcpLayout, row: number): RowDescription {
  const address = addressOf(layout, row);
  return { row, address, label: labelOf(layout, address) };
}

function addressOf(layout: FtcpLayout, row: number): RowAddress {
  const { padding, planes, blocks } = layout;
  if (Number.isInteger(row) && row >= padding.start && row < padding.end) {
    return { block: "padding", index: row - padding.start };
  }
  const inside = blocks.filter(({ start, end }) => row >= start && row < end);
  const block = inside.find(({ name }) => name === "properties") ?? inside[0];
  if (block === undefined || !Number.isInteger(row)) {
    throw new RangeError(`the layout has ${layout.rows} rows, there is no row ${row}`);
  }
  const index = row - block.start;
  switch (block.name) {
    case "elements":
      return { block: "elements", element: layout.elements[index] ?? "empty" };
    case "cell":
      return { block: "cell", quantity: index === 0 ? "lengths" : "angles" };
    case "coordinates":
    case "occupancy":
      return { block: block.name, site: index };
    case "properties":
      return { block: "properties", bit: index };
    case "planeNorms": {
      if (layout.arrangement === "beside") return { block: "planeNorms" };
      const plane = planes[index];
      if (plane === undefined) break;
      return { block: "planeNorms", plane };
    }
    case "structureFactors": {
      if (layout.arrangement === "beside") return { block: "structureFactors", bit: index };
      const line = linesOf(layout)[index];
      const plane = planes[line?.plane ?? -1];
      if (line === undefined || plane === undefined) break;
      return { block: "structureFactors", plane, part: line.part };
    }
  }
  throw new RangeError(`the layout has no plane for row ${row}`);
}

function labelOf(layout: FtcpLayout, address: RowAddress): string {
  switch (address.block) {
    case "elements":
      return `element ${address.element}`;
    case "cell":
      return address.quantity === "lengths" ? "lengths a, b, c" : "angles alpha, beta, gamma";
    case "coordinates":
      return `site ${address.site}: fractional coordinates x, y, z`;
    case "occupancy":
      return `site ${address.site}: element slot`;
    case "properties":
      return describeProperty(layout, address.bit);
    case "planeNorms":
      return "plane" in address ? `plane (${address.plane.join(", ")}): |g|` : "|g| of the planes";
    case "structureFactors":
      return "plane" in address
        ? `plane (${address.plane.join(", ")}): ${partLabels[address.part]}`
        : describeProperty(layout, address.bit);
    case "padding":
      return "padding";
  }
}
