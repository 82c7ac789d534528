import { blockOf } from "./blockOf.ts";
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
 * Of each Friedel pair a layout holds one plane; ask for that one.
 *
 * @example
 * ```ts
 * const layout = createLayout();
 * rowOf(layout, { block: "structureFactors", plane: [1, -1, 0], part: "imaginary" });
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
    case "structureFactors": {
      let next = 0;
      for (const plane of layout.planes) {
        const isOrigin = plane.every((miller) => miller === 0);
        if (plane.every((miller, axis) => miller === address.plane[axis])) {
          if (address.part === "real") index = next;
          else if (!isOrigin) index = next + 1;
          break;
        }
        next += isOrigin ? 1 : 2;
      }
      break;
    }
  }
  if (!Number.isInteger(index) || index < 0 || start + index >= end) throw missing();
  return start + index;
}
