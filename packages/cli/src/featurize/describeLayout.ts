import { describeColumn, describePropertyBit, describeRow, type FtcpLayout } from "@ftcp/featurize";

/** What a row of the tensors holds. */
export interface LayoutRow {
  /** The row, from 0. */
  readonly row: number;
  /** Name of its block, `padding` for the zero rows at the end. */
  readonly block: string;
  /** What it holds, for people. */
  readonly label: string;
  /**
   * The columns that are used; `propertyBits`: one per bit of the property vector; `propertiesAndPlanes`:
   * the slots, then those of `planeColumns`.
   */
  readonly columns:
    | "propertyBits"
    | "propertiesAndPlanes"
    | readonly {
        /** The column, from 0. */
        readonly column: number;
        /** What it holds. */
        readonly label: string;
        /** `Å`, `degrees`, or empty for a pure number. */
        readonly unit: string;
      }[];
}

/** Used columns of a row. */
type Columns = Exclude<LayoutRow["columns"], string>;

/**
 * Says of every row, and every used column in it, what it holds.
 *
 * @param layout - layout of the tensors
 * @returns the rows from top to bottom, the meaning of the property bits, and, where structure factors
 *   stand beside the properties, that of the columns to the right of the slots
 */
export function describeLayout(layout: FtcpLayout): {
  readonly rows: readonly LayoutRow[];
  readonly propertyBits: readonly string[];
  readonly planeColumns: Columns;
} {
  const all = Array.from({ length: layout.columns }, (_, column) => column);
  const describe = (row: number, wanted: readonly number[] = all): Columns =>
    wanted
      .map((column) => describeColumn(layout, row, column))
      .filter(({ used }) => used)
      .map((entry) => ({ column: entry.column, label: entry.label, unit: entry.unit }));
  const factors = layout.blocks.find(({ name }) => name === "structureFactors");
  const isBeside = layout.arrangement === "beside";
  const rows = Array.from({ length: layout.rows }, (_, row): LayoutRow => {
    const { address, label } = describeRow(layout, row);
    const isFactor = factors !== undefined && row >= factors.start && row < factors.end;
    const summary = isBeside ? "propertiesAndPlanes" : "propertyBits";
    return { row, block: address.block, label, columns: isFactor ? summary : describe(row) };
  });
  return {
    rows,
    propertyBits: Array.from({ length: 92 }, (_, bit) => describePropertyBit(bit)),
    planeColumns:
      factors === undefined || !isBeside
        ? []
        : all.slice(factors.columnStart).map((column) => {
            const { address } = describeColumn(layout, factors.start, column);
            if (address?.block !== "structureFactors")
              throw new Error("no plane in a plane's column");
            return { column, label: `plane (${address.plane.join(", ")})`, unit: "" };
          }),
  };
}
