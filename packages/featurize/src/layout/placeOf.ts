import { blockOf } from "./blockOf.ts";
import type { EntryAddress } from "./entryAddress.ts";
import { findFactorLine } from "./findFactorLine.ts";
import type { FtcpLayout } from "./ftcpLayout.ts";
import type { RowAddress } from "./rowAddress.ts";
import { rowOf } from "./rowOf.ts";

/**
 * The row and the column of one entry; the inverse of {@link describeColumn}.
 *
 * @param layout - layout of the tensor
 * @param address - what to look for
 * @returns row and column
 * @throws RangeError when the layout does not hold it
 *
 * @example
 * ```ts
 * placeOf(createLayout(), { block: "coordinates", site: 3, axis: "y" }); // { row: 109, column: 1 }
 * const reference = createLayout({ name: "reference" });
 * const part = "linear";
 * placeOf(reference, { block: "structureFactors", plane: [1, -1, 0], part, bit: 0 });
 * // { row: 146, column: 13 }
 * ```
 */
export function placeOf(
  layout: FtcpLayout,
  address: EntryAddress,
): {
  /** Counted from 0. */
  readonly row: number;
  /** Counted from 0. */
  readonly column: number;
} {
  const { columnStart, columnEnd } = blockOf(layout, address.block);
  const beside = layout.arrangement === "beside";
  let row: RowAddress;
  let index: number;
  switch (address.block) {
    case "elements":
      row = { block: "elements", element: address.element };
      index = address.slot;
      break;
    case "cell": {
      const { parameter } = address;
      const isLength = parameter === "a" || parameter === "b" || parameter === "c";
      row = { block: "cell", quantity: isLength ? "lengths" : "angles" };
      index = ["a", "b", "c", "alpha", "beta", "gamma"].indexOf(parameter) % 3;
      break;
    }
    case "coordinates":
      row = { block: "coordinates", site: address.site };
      index = ["x", "y", "z"].indexOf(address.axis);
      break;
    case "occupancy":
      row = { block: "occupancy", site: address.site };
      index = address.slot === "empty" ? layout.maxElements : address.slot;
      break;
    case "properties":
      row = { block: "properties", bit: address.bit };
      index = address.slot;
      break;
    case "planeNorms":
      row = beside ? { block: "planeNorms" } : address;
      index = beside ? findFactorLine(layout, address.plane) : 0;
      break;
    case "structureFactors": {
      const { plane, part, bit } = address;
      row = beside
        ? { block: "structureFactors", bit }
        : { block: "structureFactors", plane, part };
      index = beside ? findFactorLine(layout, plane, part) : bit;
      break;
    }
  }
  const column = columnStart + index;
  if (!Number.isInteger(index) || index < 0 || column >= columnEnd) {
    throw new RangeError(`the layout has no column for ${JSON.stringify(address)}`);
  }
  return { row: rowOf(layout, row), column };
}
