import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { CifVersion } from "./cifVersion.ts";
import type { DecodedCif } from "./decodeCifBytes.ts";

/**
 * Says so when the bytes of a CIF are not UTF-8.
 *
 * @param encoding - how the bytes were read
 * @param version - the version of CIF
 * @param log - receives a violation in CIF 2.0, which is UTF-8 by definition, and a remark in CIF 1.1,
 * where each character that is not ASCII is reported for itself
 *
 * @internal
 */
export function reportEncoding(
  encoding: DecodedCif["encoding"],
  version: CifVersion,
  log: DiagnosticLog,
): void {
  if (encoding === "utf-8") return;
  const start = { line: 1, column: 1 };
  const message = `the file is not UTF-8; it is read as ${encoding}`;
  if (version === "2.0") log.violation("CIF_INVALID_ENCODING", message, start);
  else log.note("warning", "CIF_INVALID_ENCODING", message, start);
}
