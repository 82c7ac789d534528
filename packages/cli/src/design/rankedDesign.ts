import type { Design } from "@ftcp/sampling";

/** A design with its place among the others. */
export interface RankedDesign {
  /** `001-NaCl`: rank by distance from the target, and formula. */
  readonly id: string;
  /** Name of its CIF. */
  readonly file: string;
  /** The design. */
  readonly design: Design;
  /** The text of its CIF. */
  readonly cif: string;
}
