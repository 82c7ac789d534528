import type { FormatDiagnostic } from "./formatDiagnostic.ts";

/** How a text in a format beside CIF is read. */
export interface ParseFormatOptions {
  /**
   * Longest text accepted, in UTF-16 code units; 100 000 000 by default. Of a stream it is the longest
   * line.
   */
  readonly maxLength?: number;
  /** Most sites accepted in one crystal; 100 000 by default. */
  readonly maxSites?: number;
  /** Called with each remark as it is found. */
  readonly onDiagnostic?: (diagnostic: FormatDiagnostic) => void;
}
