import { millerPlanes } from "./millerPlanes.ts";
import type { BlockName } from "./ftcpLayout.ts";
import type { LayoutOptions } from "./layoutOptions.ts";

/** What a preset settles: every option but the sizes. */
export type LayoutPreset = Required<
  Omit<LayoutOptions, "name" | "maxElements" | "maxSites" | "blocks">
> & {
  /** All blocks of the preset, from top to bottom. */
  readonly blocks: readonly BlockName[];
};

/**
 * The three presets of {@link createLayout} as data.
 *
 * @remarks
 * - `ftcp`: canonical cell and order of sites, "empty" as a class, 32 planes (one of each Friedel pair)
 *   with real and imaginary part.
 * - `paper`: the arrangement of section 2 of the paper, V(m, 3) over F(c, K): **Z**, cell, basis and
 *   element matrix, zero where there is no atom, over F of all 63 planes with
 *   `|h| + |k| + |l| < 4` by Eq. 1; the crystal as given. The occupancy rows are ours: without them
 *   the paper's V does not say which element sits where.
 * - `reference`: what the Python code of the paper's authors makes.
 *
 * @example
 * ```ts
 * layoutPresets.reference.convention; // "linear"
 * ```
 *
 * @see FTCP paper, sections 2.1 and 2.2; https://github.com/PV-Lab/FTCP
 */
export const layoutPresets: Readonly<Record<"paper" | "reference" | "ftcp", LayoutPreset>> = {
  ftcp: {
    rowMultiple: 8,
    blocks: ["elements", "cell", "coordinates", "occupancy", "properties", "structureFactors"],
    planes: millerPlanes(3),
    convention: "real-imaginary",
    arrangement: "stacked",
    propertyTable: "cgcnn-92",
    unknownProperties: "error",
    emptyClass: true,
    cell: "canonical",
    siteOrder: "canonical",
    snapThirds: false,
  },
  paper: {
    rowMultiple: 1,
    blocks: ["properties", "cell", "coordinates", "elements", "occupancy", "structureFactors"],
    planes: millerPlanes(3, "both"),
    convention: "real-imaginary",
    arrangement: "stacked",
    propertyTable: "cgcnn-92",
    unknownProperties: "error",
    emptyClass: false,
    cell: "given",
    siteOrder: "given",
    snapThirds: false,
  },
  reference: {
    rowMultiple: 4,
    blocks: [
      "elements",
      "cell",
      "coordinates",
      "occupancy",
      "planeNorms",
      "properties",
      "structureFactors",
    ],
    planes: "sphere",
    convention: "linear",
    arrangement: "beside",
    propertyTable: "cgcnn-92",
    unknownProperties: "error",
    emptyClass: false,
    cell: "given",
    siteOrder: "electronegativity",
    snapThirds: true,
  },
};
