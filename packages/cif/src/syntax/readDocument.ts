import { CifError } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { ParseCifOptions } from "../parseCifOptions.ts";
import { BlockReader } from "./blockReader.ts";
import { releaseCodes, takeCodes } from "./characterCodes.ts";
import type { CifDocument } from "./cifDocument.ts";
import type { CifLimits } from "./cifLimits.ts";
import { resolveLimits } from "./cifLimits.ts";
import { declaredVersion } from "./declaredVersion.ts";
import { decodeCifBytes } from "./decodeCifBytes.ts";
import { reportEncoding } from "./reportEncoding.ts";
import { SourceText } from "./sourceText.ts";

/**
 * Reads a text with a log that the caller keeps.
 *
 * @param text - the whole CIF, or its bytes
 * @param options - the limits
 * @param log - receives the repairs
 * @returns the document
 * @throws {@link CifError} as `parseCifDocument`
 * @internal
 */
export function readDocument(
  text: string | Uint8Array,
  options: Pick<ParseCifOptions, keyof CifLimits>,
  log: DiagnosticLog,
): CifDocument {
  const limits = resolveLimits(options);
  const length = lengthOf(text);
  if (length > limits.maxLength) {
    throw new CifError(
      "CIF_TOO_LONG",
      `the text has ${length} characters, and maxLength is ${limits.maxLength}`,
    );
  }
  const { text: content, encoding } =
    typeof text === "string" ? ({ text, encoding: "utf-8" } as const) : decodeCifBytes(text);
  const version = declaredVersion(content, log);
  reportEncoding(encoding, version, log);
  const source = new SourceText(content);
  const codes = takeCodes(content);
  try {
    const reader = new BlockReader(source, version === "2.0", limits, log, codes);
    return { version, blocks: reader.read() };
  } finally {
    releaseCodes(codes);
  }
}

function lengthOf(text: unknown): number {
  if (typeof text === "string" || text instanceof Uint8Array) return text.length;
  throw new TypeError("the CIF must be a string or a Uint8Array");
}
