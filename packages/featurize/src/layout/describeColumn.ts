import { describePropertyBit } from "../property/describePropertyBit.ts";
import { describeRow } from "./describeRow.ts";
import type { FtcpLayout } from "./ftcpLayout.ts";

/** What one entry (row, column) of a tensor holds. */
export interface ColumnDescription {
  /** The row. */
  readonly row: number;
  /** The column. */
  readonly column: number;
  /** Whether the layout uses the entry; it is zero in every crystal if not. */
  readonly used: boolean;
  /** Text for people. */
  readonly label: string;
  /** Unit of the entry: `Å`, `degrees`, or empty for a pure number. */
  readonly unit: "Å" | "degrees" | "";
}

const axes = ["x", "y", "z"] as const;
const lengths = ["a", "b", "c"] as const;
const angles = ["alpha", "beta", "gamma"] as const;

/**
 * What one entry of a tensor holds; the meaning of a column depends on its row.
 *
 * @param layout - layout of the tensor
 * @param row - 0..rows - 1
 * @param column - 0..columns - 1
 * @returns the description
 * @throws RangeError when the layout has no such row or column
 *
 * @example
 * ```ts
 * describeColumn(createLayout(), 107, 1).label; // "site 1: fractional coordinate y"
 * ```
 */
export function describeColumn(layout: FtcpLayout, row: number, column: number): ColumnDescription {
  const { address, label } = describeRow(layout, row);
  if (!Number.isInteger(column) || column < 0 || column >= layout.columns) {
    throw new RangeError(`the layout has ${layout.columns} columns, there is no column ${column}`);
  }
  const used = (text: string, unit: ColumnDescription["unit"] = ""): ColumnDescription => ({
    row,
    column,
    used: true,
    label: text,
    unit,
  });
  const unused: ColumnDescription = { row, column, used: false, label: "unused", unit: "" };
  const slot = column < layout.maxElements;
  switch (address.block) {
    case "elements":
      return slot ? used(`slot ${column} is ${address.element}`) : unused;
    case "cell": {
      const name = (address.quantity === "lengths" ? lengths : angles)[column];
      if (name === undefined) return unused;
      return address.quantity === "lengths"
        ? used(`length ${name}`, "Å")
        : used(`angle ${name}`, "degrees");
    }
    case "coordinates": {
      const axis = axes[column];
      if (axis === undefined) return unused;
      return used(`site ${address.site}: fractional coordinate ${axis}`);
    }
    case "occupancy":
      if (column === layout.maxElements) return used(`site ${address.site} is empty`);
      return slot ? used(`site ${address.site} holds slot ${column}`) : unused;
    case "properties":
      return slot ? used(`slot ${column}: ${describePropertyBit(address.bit)}`) : unused;
    case "structureFactors":
      return used(`${label}, property bit ${column}: ${describePropertyBit(column)}`);
    case "padding":
      return unused;
  }
}
