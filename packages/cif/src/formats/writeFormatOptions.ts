import type { FormatDiagnostic } from "./formatDiagnostic.ts";

/** What every writer of a format beside CIF takes. */
export interface WriteFormatOptions {
  /** Called for what the format cannot hold and the written text therefore lacks. */
  readonly onDiagnostic?: (diagnostic: FormatDiagnostic) => void;
}
