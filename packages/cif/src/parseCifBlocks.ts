import { CifError } from "./cifError.ts";
import type { CifBlockReport, CifReport } from "./cifReport.ts";
import { DiagnosticLog } from "./diagnosticLog.ts";
import type { ParseCifOptions } from "./parseCifOptions.ts";
import { readStructure } from "./structure/readStructure.ts";
import { describeSymmetry } from "./symmetry/describeSymmetry.ts";
import type { CifBlock } from "./syntax/cifBlock.ts";
import { readDocument } from "./syntax/readDocument.ts";

/**
 * Reads every crystal of a CIF; a block at fault does not touch the others.
 *
 * @param text - the whole CIF
 * @param options - see {@link ParseCifOptions}
 * @returns one report a data block, and all remarks
 * @throws {@link CifError} with code `CIF_TOO_LONG`, and in strict mode with the code of the first
 * violation of the grammar
 *
 * @example
 * ```ts
 * const { blocks, diagnostics } = parseCifBlocks(text);
 * for (const { name, structure } of blocks) {
 *   if (structure?.ok) use(name, structure.value);
 * }
 * ```
 */
export function parseCifBlocks(text: string, options: ParseCifOptions = {}): CifReport {
  const log = new DiagnosticLog(options);
  const { blocks } = readDocument(text, options, log);
  return {
    blocks: blocks.map((block) => readBlock(block, options, log)),
    diagnostics: log.diagnostics,
  };
}

function readBlock(block: CifBlock, options: ParseCifOptions, log: DiagnosticLog): CifBlockReport {
  const { name } = block;
  const nothing = { symmetryOperations: 0, symmetry: undefined };
  try {
    const reading = readStructure(block, options, log);
    if (reading === undefined) return { name, structure: undefined, ...nothing };
    const symmetry = describeSymmetry(reading.symmetry);
    return {
      name,
      structure: { ok: true, value: reading.structure },
      symmetryOperations: symmetry.operations.length,
      symmetry,
    };
  } catch (error) {
    if (!(error instanceof CifError)) throw error;
    log.failure(error);
    return { name, structure: { ok: false, error }, ...nothing };
  }
}
