import { describeProperty } from "../property/describeProperty.ts";
import { describeRow } from "./describeRow.ts";
import type { EntryAddress } from "./entryAddress.ts";
import type { FtcpLayout } from "./ftcpLayout.ts";
import { linesOf } from "./linesOf.ts";
import { partLabels } from "./partLabels.ts";

/** What one entry (row, column) of a tensor holds. */
export interface ColumnDescription {
  /** The row. */
  readonly row: number;
  /** The column. */
  readonly column: number;
  /** Whether the layout uses the entry; it is zero in every crystal if not. */
  readonly used: boolean;
  /** The same for programs, absent where the entry is not used; {@link placeOf} is the inverse. */
  readonly address?: EntryAddress;
  /** Text for people. */
  readonly label: string;
  /** Unit of the entry, or empty for a pure number. */
  readonly unit: "Å" | "degrees" | "1/Å" | "radians" | "";
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
 * @remarks
 * Where the planes are those of a sphere (`planeChoice`), the description names the plane that most
 * crystals have in that column; {@link planesOf} says which it is in a given crystal.
 *
 * @example
 * ```ts
 * describeColumn(createLayout(), 107, 1).label; // "site 1: fractional coordinate y"
 * describeColumn(createLayout({ name: "reference" }), 200, 17).label;
 * // "plane (0, 0, 2): π Σ Z (hx + ky + lz), property bit 54: valenceElectrons 9"
 * ```
 */
export function describeColumn(layout: FtcpLayout, row: number, column: number): ColumnDescription {
  const { address, label } = describeRow(layout, row);
  if (!Number.isInteger(column) || column < 0 || column >= layout.columns) {
    throw new RangeError(`the layout has ${layout.columns} columns, there is no column ${column}`);
  }
  const used = (
    entry: EntryAddress,
    text: string,
    unit: ColumnDescription["unit"] = "",
  ): ColumnDescription => ({ row, column, used: true, address: entry, label: text, unit });
  const unused: ColumnDescription = { row, column, used: false, label: "unused", unit: "" };
  const block = layout.blocks.find(
    ({ start, end, columnStart, columnEnd }) =>
      row >= start && row < end && column >= columnStart && column < columnEnd,
  );
  if (block === undefined) return unused;
  const line = linesOf(layout)[column - block.columnStart];
  const plane = layout.planes[line?.plane ?? -1];
  if (block.name === "structureFactors" && "bit" in address) {
    if (line === undefined || plane === undefined) return unused;
    return used(
      { block: "structureFactors", plane, part: line.part, bit: address.bit },
      `plane (${plane.join(", ")}): ${partLabels[line.part]}, ${describeProperty(layout, address.bit)}`,
      line.part === "phase" ? "radians" : "",
    );
  }
  switch (address.block) {
    case "elements":
      return used(
        { block: "elements", element: address.element, slot: column },
        `slot ${column} is ${address.element}`,
      );
    case "cell": {
      const isLength = address.quantity === "lengths";
      const parameter = (isLength ? lengths : angles)[column];
      if (parameter === undefined) return unused;
      return used(
        { block: "cell", parameter },
        isLength ? `length ${parameter}` : `angle ${parameter}`,
        isLength ? "Å" : "degrees",
      );
    }
    case "coordinates": {
      const axis = axes[column];
      if (axis === undefined) return unused;
      return used(
        { block: "coordinates", site: address.site, axis },
        `site ${address.site}: fractional coordinate ${axis}`,
      );
    }
    case "occupancy":
      if (column === layout.maxElements) {
        return used(
          { block: "occupancy", site: address.site, slot: "empty" },
          `site ${address.site} is empty`,
        );
      }
      return used(
        { block: "occupancy", site: address.site, slot: column },
        `site ${address.site} holds slot ${column}`,
      );
    case "properties":
      return used(
        { block: "properties", bit: address.bit, slot: column },
        `slot ${column}: ${describeProperty(layout, address.bit)}`,
      );
    case "planeNorms": {
      if ("plane" in address) {
        return used({ block: "planeNorms", plane: address.plane }, label, "1/Å");
      }
      const first = linesOf(layout).findIndex((entry) => entry.plane === line?.plane);
      if (plane === undefined || first !== column - block.columnStart) return unused;
      return used({ block: "planeNorms", plane }, `plane (${plane.join(", ")}): |g|`, "1/Å");
    }
    case "structureFactors":
      if (!("plane" in address)) return unused;
      return used(
        { block: "structureFactors", plane: address.plane, part: address.part, bit: column },
        `${label}, ${describeProperty(layout, column)}`,
        address.part === "phase" ? "radians" : "",
      );
    case "padding":
      return unused;
  }
}
