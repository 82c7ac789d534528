import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { CifVersion } from "./cifVersion.ts";

/**
 * Reads the first line of a CIF, `#\#CIF_2.0`.
 *
 * @param text - the CIF, or at least its first line
 * @param log - receives a remark on a version that does not exist
 * @returns the version by whose rules to read; without such a line 1.1
 *
 * @internal
 */
export function declaredVersion(text: string, log: DiagnosticLog | undefined): CifVersion {
  const version = /^\uFEFF?#\\#CIF_([^\s]{0,20})/u.exec(text)?.[1];
  if (version === undefined || version === "1.0" || version === "1.1") return "1.1";
  if (version === "2.0") return "2.0";
  const read = version.startsWith("2") ? "2.0" : "1.1";
  log?.note(
    "warning",
    "CIF_UNSUPPORTED_VERSION",
    `the file declares CIF ${version}; it is read by the rules of CIF ${read}`,
    { line: 1, column: 1 },
  );
  return read;
}
