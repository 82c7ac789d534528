import type { ElementalProperties } from "./elementalProperties.ts";

/** One block of the property vector: a property cut into bins, one bit for each bin. */
export interface PropertyBlock {
  /** The property that the block encodes. */
  readonly property: Exclude<keyof ElementalProperties, "symbol">;
  /** First bit of the block. */
  readonly start: number;
  /** Number of bins = bits. */
  readonly size: number;
  /** `category`: one bin per value; `linear`, `logarithmic`: equal bins of x or of ln x. */
  readonly scale: "category" | "linear" | "logarithmic";
  /** Values of the categories in bin order; absent for numbers on a scale. */
  readonly categories?: readonly (number | string | undefined)[];
  /** Lower edge of the first bin (of ln x on a logarithmic scale); absent for categories. */
  readonly from?: number;
  /** Width of a bin (of ln x on a logarithmic scale); absent for categories. */
  readonly width?: number;
  /** Unit of the property, empty for pure numbers. */
  readonly unit: string;
}

/**
 * The nine blocks of CGCNN's 92-bit atom vector, 19 + 7 + 10 + 10 + 12 + 10 + 10 + 4 + 10 bits.
 *
 * @remarks
 * Ranges are those of the CGCNN supplement, Table S1. The first bin of `group` means "no group"
 * (f block). A bin is open below and closed above, `edge < x <= next edge`.
 *
 * @example
 * ```ts
 * propertyBlocks[2]; // electronegativity: bits 26..35, 0.5 + 0.35 i
 * ```
 *
 * @see T. Xie, J. C. Grossman, Phys. Rev. Lett. 120, 145301 (2018), supplement, https://doi.org/10.1103/PhysRevLett.120.145301
 */
export const propertyBlocks: readonly PropertyBlock[] = [
  {
    property: "group",
    start: 0,
    size: 19,
    scale: "category",
    categories: [undefined, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18],
    unit: "",
  },
  {
    property: "period",
    start: 19,
    size: 7,
    scale: "category",
    categories: [1, 2, 3, 4, 5, 6, 7],
    unit: "",
  },
  {
    property: "electronegativity",
    start: 26,
    size: 10,
    scale: "linear",
    from: 0.5, // to 4.0
    width: 0.35,
    unit: "",
  },
  {
    property: "covalentRadius",
    start: 36,
    size: 10,
    scale: "linear",
    from: 25, // to 250 pm
    width: 22.5,
    unit: "pm",
  },
  {
    property: "valenceElectrons",
    start: 46,
    size: 12,
    scale: "category",
    categories: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    unit: "",
  },
  {
    property: "ionizationEnergy",
    start: 58,
    size: 10,
    scale: "logarithmic",
    from: 1.3, // to ln(x / eV) = 3.3
    width: 0.2,
    unit: "eV",
  },
  {
    property: "electronAffinity",
    start: 68,
    size: 10,
    scale: "linear",
    from: -3, // to 3.7 eV
    width: 0.67,
    unit: "eV",
  },
  {
    property: "block",
    start: 78,
    size: 4,
    scale: "category",
    categories: ["s", "p", "d", "f"],
    unit: "",
  },
  {
    property: "atomicVolume",
    start: 82,
    size: 10,
    scale: "logarithmic",
    from: 1.5, // to ln(x / (cm³/mol)) = 4.3
    width: 0.28,
    unit: "cm³/mol",
  },
];
