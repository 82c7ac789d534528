import type { Vector3 } from "@ftcp/crystal";

import type { PropertyTable } from "../property/propertyTable.ts";

/**
 * Names of the blocks of a tensor.
 *
 * @remarks
 * Real space: `elements`, `cell`, `coordinates`, `occupancy`, `properties`. Momentum space:
 * `planeNorms` (the length |g| of the reciprocal vector of each plane, in 1/Å) and `structureFactors`.
 */
export type BlockName =
  | "elements"
  | "cell"
  | "coordinates"
  | "occupancy"
  | "properties"
  | "planeNorms"
  | "structureFactors";

/** A rectangle of rows and columns. */
export interface LayoutBlock {
  /** What the rectangle holds. */
  readonly name: BlockName;
  /** First row. */
  readonly start: number;
  /** Row after the last. */
  readonly end: number;
  /** First column in use. */
  readonly columnStart: number;
  /** Column after the last one in use. */
  readonly columnEnd: number;
}

/**
 * How the complex F(h, k, l) of Eq. 1 becomes real numbers.
 *
 * @remarks
 * - `real-imaginary`: two numbers a plane; F(0, 0, 0), which is real, has one. Loses nothing.
 * - `magnitude-phase`: |F| and the phase in radians, (−π, π]; 0 where |F| is zero to rounding.
 * - `magnitude`: |F| alone; the same for every choice of the origin.
 * - `real`: the real part alone, as of a crystal with a centre of symmetry at the origin.
 * - `hartley`: Re F − Im F = Σ Z (cos 2πhx + sin 2πhx), one number a plane; over a list that holds both
 *   planes of each Friedel pair it loses nothing.
 * - `linear`: no Fourier transform, but what the Python reference computes, π Σ Z (hx + ky + lz).
 */
export type FactorConvention =
  "real-imaginary" | "magnitude-phase" | "magnitude" | "real" | "hartley" | "linear";

/** One of the numbers that a {@link FactorConvention} makes of F. */
export type FactorPart = "real" | "imaginary" | "magnitude" | "phase" | "hartley" | "linear";

/**
 * Which row and which column of an FTCP tensor holds what; plain JSON data.
 *
 * @remarks
 * Make one with {@link createLayout}, read one from a file with {@link parseLayout}, and ask it with
 * {@link describeRow}, {@link describeColumn}, {@link rowOf} and {@link placeOf}.
 */
export interface FtcpLayout {
  /** Marks the JSON document. */
  readonly kind: "ftcp-layout";
  /** Version of this schema. */
  readonly version: 2;
  /** The preset that the options started from; what it means is in the entries below. */
  readonly name: "paper" | "reference" | "ftcp";
  /** Largest number of different elements. */
  readonly maxElements: number;
  /** Largest number of sites. */
  readonly maxSites: number;
  /** Number of rows, padding included. */
  readonly rows: number;
  /** Number of columns. */
  readonly columns: number;
  /** The number of rows is padded to a multiple of this. */
  readonly rowMultiple: number;
  /** Elements in the order of their rows. */
  readonly elements: readonly string[];
  /**
   * Whether "empty" is a class of its own, with a row below the elements and a column beside the slots;
   * if not, an unused slot or site is zero throughout.
   */
  readonly emptyClass: boolean;
  /** `canonical`: cell, axes and origin of `canonicalizeStructure`; `given`: the crystal's own. */
  readonly cell: "given" | "canonical";
  /**
   * `given`; `electronegativity`: ascending, as pymatgen sorts, otherwise as given; `canonical`: by
   * electronegativity, then by coordinates, so that the order in the input does not matter. Element
   * slots are always in the order of first appearance among the sorted sites.
   */
  readonly siteOrder: "given" | "electronegativity" | "canonical";
  /** Whether coordinates within 1e-4 (relative) of 1/3 and 2/3 are set to these, as pymatgen does. */
  readonly snapThirds: boolean;
  /** Table of the atom-property vector **Z**: the name of CGCNN's, or a table of the user's. */
  readonly propertyTable: "cgcnn-92" | PropertyTable;
  /** What a property becomes that the table does not know: an error, or the number zero. */
  readonly unknownProperties: "error" | "zero";
  /**
   * `stacked`: F below V, a row for each number of a plane and a column for each property, as in the
   * paper; `beside`: F to the right of **Z**, a row for each property and a column for each number of a
   * plane, as in the Python reference.
   */
  readonly arrangement: "stacked" | "beside";
  /** How F becomes real numbers. */
  readonly convention: FactorConvention;
  /** Crystal planes (h, k, l) in the order of their rows or columns. */
  readonly planes: readonly Vector3[];
  /**
   * `fixed`: the same planes in every crystal; `sphere`: the reference's choice, see
   * {@link planesOf}, for which `planes` is the list that most crystals have.
   */
  readonly planeChoice: "fixed" | "sphere";
  /** The blocks from top to bottom, without gaps. */
  readonly blocks: readonly LayoutBlock[];
  /** The zero rows at the end; `start = end` when there are none. */
  readonly padding: {
    /** First zero row. */
    readonly start: number;
    /** Row after the last, the number of rows. */
    readonly end: number;
  };
}
