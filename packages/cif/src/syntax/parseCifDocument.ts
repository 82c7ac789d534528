import { DiagnosticLog } from "../diagnosticLog.ts";
import type { ParseCifOptions } from "../parseCifOptions.ts";
import type { CifDocument } from "./cifDocument.ts";
import { readDocument } from "./readDocument.ts";

/**
 * Reads CIF 1.1 text into blocks, items, loops and save frames, without interpreting any value.
 *
 * @param text - the whole CIF; a byte order mark and CR, LF or CRLF line ends are understood
 * @param options - see {@link ParseCifOptions}
 * @returns the document; in lenient mode every text has one
 * @throws CifError with code `CIF_TOO_LONG`, and in strict mode with the code of the first
 * violation of the grammar
 *
 * @remarks
 * Time and memory grow linearly with the length of the text. Files of CIF 2.0 are read by the rules
 * of CIF 1.1, with a diagnostic `CIF_UNSUPPORTED_VERSION`.
 *
 * @example
 * ```ts
 * const { blocks } = parseCifDocument("data_salt\n_cell_length_a 5.6402(2)");
 * blocks[0]?.value("_cell_length_a"); // { text: "5.6402(2)", delimiter: "bare", line: 2, column: 16 }
 * ```
 *
 * @see https://www.iucr.org/resources/cif/spec/version1.1/cifsyntax
 */
export function parseCifDocument(text: string, options: ParseCifOptions = {}): CifDocument {
  return readDocument(text, options, new DiagnosticLog(options));
}
