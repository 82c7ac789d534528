import type { Vector3 } from "@ftcp/crystal";

import type { PropertyTable } from "../property/propertyTable.ts";
import type { BlockName, FactorConvention } from "./ftcpLayout.ts";

/** Settings of {@link createLayout}; what is left out is taken from the preset. */
export interface LayoutOptions {
  /** The preset: `ftcp` (the default), `paper` or `reference`. */
  readonly name?: "paper" | "reference" | "ftcp";
  /** Largest number of different elements, 1 to 64; 3 by default. */
  readonly maxElements?: number;
  /** Largest number of sites, 1 to 10,000; 20 by default. */
  readonly maxSites?: number;
  /** Pads the number of rows to a multiple of this, 1 to 1024; `ftcp` 8, `reference` 4, `paper` 1. */
  readonly rowMultiple?: number;
  /**
   * Blocks that are present, from top to bottom; or `real`, `momentum` or `both` (the default) of the
   * preset's blocks, the ablations of the paper's Tables 2 and 3.
   */
  readonly blocks?: "real" | "momentum" | "both" | readonly BlockName[];
  /** Planes of the structure factors; `sphere` picks them crystal by crystal as the reference does. */
  readonly planes?: readonly Vector3[] | "sphere";
  /** How the complex F becomes real numbers. */
  readonly convention?: FactorConvention;
  /** Where F stands: below the real-space rows, or beside the properties. */
  readonly arrangement?: "stacked" | "beside";
  /** Table of atom properties; CGCNN's 92 bits by default. */
  readonly propertyTable?: "cgcnn-92" | PropertyTable;
  /** What an unknown property becomes; an error by default. */
  readonly unknownProperties?: "error" | "zero";
  /** Whether "empty" is a class of its own. */
  readonly emptyClass?: boolean;
  /** Whether the crystal is brought into its canonical cell, axes and origin. */
  readonly cell?: "given" | "canonical";
  /** Order of the sites. */
  readonly siteOrder?: "given" | "electronegativity" | "canonical";
  /** Whether coordinates next to 1/3 and 2/3 are set to these. */
  readonly snapThirds?: boolean;
}
