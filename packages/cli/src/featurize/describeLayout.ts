import { describeColumn, describePropertyBit, describeRow, type FtcpLayout } from "@ftcp/featurize";

/** What a row of the tensors holds. */
export interface LayoutRow {
  /** The row, from 0. */
  readonly row: number;
  /** Name of its block, `padding` for the zero rows at the end. */
  readonly block: string;
  /** What it holds, for people. */
  readonly label: string;
  /** The columns that are used; `propertyBits`: all of them, one per bit of the property vector. */
  readonly columns:
    | "propertyBits"
    | readonly {
        /** The column, from 0. */
        readonly column: number;
        /** What it holds. */
        readonly label: string;
        /** `Å`, `degrees`, or empty for a pure number. */
        readonly unit: string;
      }[];
}

/**
 * Says of every row, and every used column in it, what it holds.
 *
 * @param layout - layout of the tensors
 * @returns the rows from top to bottom, and the meaning of the property bits
 */
export function describeLayout(layout: FtcpLayout): {
  readonly rows: readonly LayoutRow[];
  readonly propertyBits: readonly string[];
} {
  const columns = Array.from({ length: layout.columns }, (_, column) => column);
  const rows = Array.from({ length: layout.rows }, (_, row): LayoutRow => {
    const { address, label } = describeRow(layout, row);
    return {
      row,
      block: address.block,
      label,
      columns:
        address.block === "structureFactors"
          ? "propertyBits"
          : columns
              .map((column) => describeColumn(layout, row, column))
              .filter(({ used }) => used)
              .map((entry) => ({ column: entry.column, label: entry.label, unit: entry.unit })),
    };
  });
  return { rows, propertyBits: columns.map((bit) => describePropertyBit(bit)) };
}
