import { propertyBlocks } from "./propertyBlocks.ts";

/**
 * What a bit of the property vector says, for people.
 *
 * @param bit - 0..91
 * @returns text such as `group 17`, `covalentRadius 47.5 to 70 pm` or `group none`
 * @throws RangeError when there is no such bit
 *
 * @example
 * ```ts
 * describePropertyBit(78); // "block s"
 * ```
 */
export function describePropertyBit(bit: number): string {
  const block = propertyBlocks.find(({ start, size }) => bit >= start && bit < start + size);
  if (block === undefined || !Number.isInteger(bit)) {
    throw new RangeError(`the property vector has no bit ${bit}`);
  }
  const bin = bit - block.start;
  if (block.categories !== undefined) {
    return `${block.property} ${block.categories[bin] ?? "none"}`;
  }
  const edge = (index: number): number => {
    const x = (block.from ?? 0) + index * (block.width ?? 0);
    return Number((block.scale === "logarithmic" ? Math.exp(x) : x).toPrecision(4));
  };
  const unit = block.unit === "" ? "" : ` ${block.unit}`;
  return `${block.property} ${edge(bin)} to ${edge(bin + 1)}${unit}`;
}
