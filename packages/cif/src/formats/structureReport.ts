import type { Result, Structure } from "@ftcp/crystal";

import type { CifDiagnostic } from "../cifDiagnostic.ts";
import type { CifError } from "../cifError.ts";
import type { FormatDiagnostic } from "./formatDiagnostic.ts";
import type { FormatError } from "./formatError.ts";

/** One of the crystals of a text. */
export interface StructureItem {
  /** Its name in the text: that of the data block, the id of the resource, … ; empty when it has none. */
  readonly name: string;
  /** The crystal, or why there is none. */
  readonly structure: Result<Structure, CifError | FormatError>;
}

/** All crystals of a text. */
export interface StructureReport {
  /** The crystals in the order of the text. */
  readonly items: readonly StructureItem[];
  /** All remarks in the order in which they were found. */
  readonly diagnostics: readonly (CifDiagnostic | FormatDiagnostic)[];
}
