import { blockOf } from "./blockOf.ts";
import { findFactorLine } from "./findFactorLine.ts";
import { findPlane } from "./findPlane.ts";
import type { FtcpLayout } from "./ftcpLayout.ts";
import type { RowAddress } from "./rowAddress.ts";

/**
 * The row that holds something; the inverse of {@link describeRow}.
 *
 * @param layout - layout of the tensor
 * @param address - what to look for
 * @returns the row, 0..rows - 1
 * @throws RangeError when the layout does not hold it
 *
 * @remarks
 * A layout may hold one plane of each Friedel pair; ask for that one. Where F stands beside the
 * properties (as in layout `reference`), a plane is a column, which {@link placeOf} finds.
 *
 * @example
 * ```ts
 * const layout = createLayout();
 * rowOf(layout, { block: "structureFactors", plane: [1, -1, 0], part: "imaginary" }); // 254
 * rowOf(layout, { block: "elements", element: "Na" }); // 10
 * ```
 */
export function rowOf(layout: FtcpLayout, address: RowAddress): number {
  const missing = (): RangeError =>
    new RangeError(`the layout has no row for ${JSON.stringify(address)}`);
  if (address.block === "padding") {
    const { start, end } = layout.padding;
    if (!Number.isInteger(address.index) || address.index < 0 || start + address.index >= end) {
      throw missing();
    }
    return start + address.index;
  }
  const { start, end } = blockOf(layout, address.block);
  const beside = layout.arrangement === "beside";
  let index = -1;
  switch (address.block) {
    case "elements":
      index =
        address.element === "empty"
          ? layout.elements.length
          : layout.elements.indexOf(address.element);
      break;
    case "cell":
      index = address.quantity === "lengths" ? 0 : 1;
      break;
    case "coordinates":
    case "occupancy":
      index = address.site;
      break;
    case "properties":
      index = address.bit;
      break;
    case "planeNorms":
      if ("plane" in address) index = beside ? -1 : findPlane(layout, address.plane);
      else index = beside ? 0 : -1;
      break;
    case "structureFactors":
      if ("plane" in address) {
        index = beside ? -1 : findFactorLine(layout, address.plane, address.part);
      } else index = beside ? address.bit : -1;
      break;
  }
  if (!Number.isInteger(index) || index < 0 || start + index >= end) throw missing();
  return start + index;
}
