import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import { describePropertyBit } from "./describePropertyBit.ts";

/**
 * What an entry of a layout's property vector is, for people.
 *
 * @param layout - layout of the tensor
 * @param index - index of the property, 0..91 for CGCNN's bits
 * @returns text such as `property bit 17: group 17`, or the label of the layout's own table
 * @throws RangeError when there is no such property
 *
 * @example
 * ```ts
 * describeProperty(createLayout(), 17); // "property bit 17: group 17"
 * ```
 */
export function describeProperty(layout: FtcpLayout, index: number): string {
  const { propertyTable } = layout;
  if (propertyTable === "cgcnn-92") return `property bit ${index}: ${describePropertyBit(index)}`;
  const label = propertyTable.labels[index];
  if (label === undefined) throw new RangeError(`the property table has no entry ${index}`);
  return label;
}
