import type { Vector3 } from "@ftcp/crystal";

import type { BlockName, FactorConvention, LayoutBlock } from "./ftcpLayout.ts";
import { factorLines } from "./factorLines.ts";

/** Sizes that decide where the blocks go. */
export interface BlockSizes {
  /** Largest number of different elements. */
  readonly maxElements: number;
  /** Largest number of sites. */
  readonly maxSites: number;
  /** Rows of the elements, without "empty". */
  readonly elements: number;
  /** Entries of the property vector. */
  readonly properties: number;
  /** Whether "empty" has a row and a column. */
  readonly emptyClass: boolean;
  /** Where F stands. */
  readonly arrangement: "stacked" | "beside";
  /** How F becomes numbers. */
  readonly convention: FactorConvention;
  /** The planes. */
  readonly planes: readonly Vector3[];
}

/** Puts the blocks under each other; `beside` puts F and |g| to the right of the real-space columns. */
export function arrangeBlocks(
  names: readonly BlockName[],
  sizes: BlockSizes,
): { readonly blocks: LayoutBlock[]; readonly end: number; readonly columns: number } {
  const { maxElements, maxSites, properties, planes, arrangement } = sizes;
  const empty = sizes.emptyClass ? 1 : 0;
  const lines = factorLines(planes, sizes.convention).length;
  const isReal = (name: BlockName): boolean => name !== "planeNorms" && name !== "structureFactors";
  const beside = arrangement === "beside";
  const left = beside && names.some(isReal) ? Math.max(3, maxElements + empty) : 0;
  const right = left + lines;
  const shapes: Readonly<Record<BlockName, readonly [rows: number, from: number, to: number]>> = {
    elements: [sizes.elements + empty, 0, maxElements],
    cell: [2, 0, 3],
    coordinates: [maxSites, 0, 3],
    occupancy: [maxSites, 0, maxElements + empty],
    properties: [properties, 0, maxElements],
    planeNorms: beside ? [1, left, right] : [planes.length, 0, 1],
    structureFactors: beside ? [properties, left, right] : [lines, 0, properties],
  };
  const blocks: LayoutBlock[] = [];
  let row = 0;
  for (const name of names) {
    const [height, columnStart, columnEnd] = shapes[name];
    // Beside Z means in the rows of Z.
    const shared =
      beside && (name === "structureFactors" || name === "properties")
        ? blocks.find((block) => block.name === "structureFactors" || block.name === "properties")
        : undefined;
    const start = shared?.start ?? row;
    blocks.push(Object.freeze({ name, start, end: start + height, columnStart, columnEnd }));
    if (shared === undefined) row += height;
  }
  const width = Math.max(left, ...blocks.map(({ columnEnd }) => columnEnd));
  // V is padded to the K channels of F where there is an F.
  const hasFactors = names.includes("structureFactors");
  const columns = beside || hasFactors ? width : Math.max(3, width);
  return { blocks, end: row, columns };
}
