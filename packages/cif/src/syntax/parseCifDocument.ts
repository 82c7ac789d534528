import { DiagnosticLog } from "../diagnosticLog.ts";
import type { ParseCifOptions } from "../parseCifOptions.ts";
import type { CifDocument } from "./cifDocument.ts";
import { readDocument } from "./readDocument.ts";

/**
 * Reads CIF 1.1 or CIF 2.0 text into blocks, items, loops and save frames, without interpreting any
 * value.
 *
 * @param text - the whole CIF, or its bytes; a byte order mark and CR, LF or CRLF line ends are
 * understood; bytes are UTF-8, or else Windows-1252 with a diagnostic
 * @param options - see {@link ParseCifOptions}
 * @returns the document; in lenient mode every text within the limits has one
 * @throws CifError with code `CIF_TOO_LONG`, `CIF_TOO_DEEP`, `CIF_TOO_MANY_VALUES` or
 * `CIF_TOO_MANY_NAMES`, and in strict mode with the code of the first violation of the grammar
 *
 * @remarks
 * A file whose first line is `#\#CIF_2.0` is read by the rules of CIF 2.0, any other by those of CIF
 * 1.1. Time and memory grow linearly with the length of the text; the objects of values are made when
 * they are asked for, and lines are counted when a place is asked for. For files larger than memory
 * see `streamCifBlocks`.
 *
 * @example
 * ```ts
 * const { blocks } = parseCifDocument("data_salt\n_cell_length_a 5.6402(2)");
 * const value = blocks[0]?.value("_cell_length_a");
 * value?.text; // "5.6402(2)"
 * value?.column; // 16
 * ```
 *
 * @see https://www.iucr.org/resources/cif/spec/version1.1/cifsyntax; Bernstein et al. (2016), J. Appl.
 * Cryst. 49, 277, https://doi.org/10.1107/S1600576715021871
 */
export function parseCifDocument(
  text: string | Uint8Array,
  options: ParseCifOptions = {},
): CifDocument {
  return readDocument(text, options, new DiagnosticLog(options, false));
}
