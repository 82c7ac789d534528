import { describePropertyBit } from "../property/describePropertyBit.ts";
import type { FtcpLayout } from "./ftcpLayout.ts";
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
 * @returns the description
 * @throws RangeError when the layout has no such row
 *
 * @example
 * ```ts
 * describeRow(createLayout(), 107).label; // "site 1: fractional coordinates x, y, z"
 * ```
 */
export function describeRow(layout: FtcpLayout, row: number): RowDescription {
  const address = addressOf(layout, row);
  return { row, address, label: labelOf(address) };
}

function addressOf(layout: FtcpLayout, row: number): RowAddress {
  const { padding, planes } = layout;
  if (Number.isInteger(row) && row >= padding.start && row < padding.end) {
    return { block: "padding", index: row - padding.start };
  }
  const block = layout.blocks.find(({ start, end }) => row >= start && row < end);
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
    case "structureFactors": {
      let next = 0;
      for (const plane of planes) {
        if (next === index) return { block: "structureFactors", plane, part: "real" };
        next += plane.some((miller) => miller !== 0) ? 2 : 1;
        if (next > index) return { block: "structureFactors", plane, part: "imaginary" };
      }
      throw new RangeError(`the layout has no plane for row ${row}`);
    }
  }
}

function labelOf(address: RowAddress): string {
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
      return `property bit ${address.bit}: ${describePropertyBit(address.bit)}`;
    case "structureFactors":
      return `plane (${address.plane.join(", ")}): ${address.part} part of F`;
    case "padding":
      return "padding";
  }
}
