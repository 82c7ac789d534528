import type { ElementalProperties } from "./elementalProperties.ts";
import type { PropertyBlock } from "./propertyBlocks.ts";

/**
 * The bin of a property value, `i` with `edge(i) < x <= edge(i + 1)`, or -1 when there is none.
 *
 * @param block - block of the property vector
 * @param properties - properties of the element
 * @returns bin 0..size - 1; -1 when the value is unknown or outside the range
 *
 * @remarks
 * Two values lie exactly on an edge of decimal numbers, and floating-point decides: edges are
 * `from + i ((from + width) - from)` in float64, which is how `numpy.arange` makes them. So the
 * electron affinity of Ac, 0.35 eV, lies above the edge 0.35 and the electronegativity 1.55 of Mn
 * above the edge 1.55, as in CGCNN's table.
 */
export function propertyBin(block: PropertyBlock, properties: ElementalProperties): number {
  const value = properties[block.property];
  if (block.categories !== undefined) return block.categories.indexOf(value);
  if (typeof value !== "number" || block.from === undefined || block.width === undefined) return -1;
  const x = block.scale === "logarithmic" ? Math.log(value) : value;
  const step = block.from + block.width - block.from;
  let edgesBelow = 0;
  while (edgesBelow <= block.size && block.from + edgesBelow * step < x) edgesBelow++;
  return edgesBelow <= block.size ? edgesBelow - 1 : -1;
}
