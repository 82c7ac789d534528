import type { Structure } from "@ftcp/crystal";

import { CifError } from "./cifError.ts";
import { DiagnosticLog } from "./diagnosticLog.ts";
import type { ParseCifOptions } from "./parseCifOptions.ts";
import { readStructure } from "./structure/readStructure.ts";
import { readDocument } from "./syntax/readDocument.ts";

/**
 * Reads the first crystal of a CIF.
 *
 * @param text - the whole CIF
 * @param options - see {@link ParseCifOptions}
 * @returns all sites of one cell, symmetry applied, in the order of the file; lengths in Å, angles in
 * degrees, fractional coordinates in [0, 1)
 * @throws {@link CifError} when the text has no crystal (`CIF_NO_STRUCTURE`), or none can be made of
 * the first block that gives atomic positions; the code says why, line and column say where
 *
 * @remarks
 * Numbers are the doubles nearest to the written decimals; in P 1 they are not changed further, apart
 * from wrapping into the cell. An atom on a special position is moved onto it (`0.3333` becomes 1/3)
 * and its images are merged. Rows on one position become one site with several species.
 *
 * Listed operators go before the Hall symbol, this before the Hermann-Mauguin symbol, and this before
 * the number in the International Tables. What they leave open (an origin, the axes) or contradict is
 * decided by the cell and by what the sites then are: agreement with formula and Z, no overlapping
 * atoms, atoms on special positions. A space group that is in no table and whose operators are not
 * listed is an error, `CIF_SYMMETRY_OPERATORS_MISSING`, never a silent P 1. Repairs, choices and
 * contradictions go to `options.onDiagnostic`; {@link parseCifBlocks} collects them.
 *
 * @example
 * ```ts
 * const structure = parseCif(text);
 * structure.sites.length;
 * ```
 */
export function parseCif(text: string, options: ParseCifOptions = {}): Structure {
  const log = new DiagnosticLog(options, false);
  const { blocks } = readDocument(text, options, log);
  for (const block of blocks) {
    const reading = readStructure(block, options, log);
    if (reading !== undefined) return reading.structure;
  }
  const at = blocks[0];
  throw new CifError(
    "CIF_NO_STRUCTURE",
    blocks.length === 0 ? "the text has no data block" : "no data block gives atomic positions",
    at === undefined ? {} : { line: at.line, column: at.column },
  );
}
