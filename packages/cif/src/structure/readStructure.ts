import type { Structure } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { ParseCifOptions } from "../parseCifOptions.ts";
import { mergeSites } from "../symmetry/mergeSites.ts";
import { readOperations } from "../symmetry/readOperations.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import { checkFormula } from "./checkFormula.ts";
import { findAtomTable } from "./findAtomTable.ts";
import { isPresent } from "./isPresent.ts";
import { readCell } from "./readCell.ts";
import { readFormula } from "./readFormula.ts";
import { readSites } from "./readSites.ts";

/** The crystal of a block. */
export interface StructureReading {
  /** All sites of one cell. */
  readonly structure: Structure;
  /** How many symmetry operators were applied; 1 for P 1. */
  readonly symmetryOperations: number;
}

const noElements: ReadonlySet<string> = new Set();

/**
 * Makes the crystal of a data block.
 *
 * @param block - a data block
 * @param options - limits and tolerance
 * @param log - receives the remarks
 * @returns the crystal, or `undefined` when the block gives no atomic positions
 * @throws {@link CifError} when the block gives positions that no crystal can be made of
 * @internal
 */
export function readStructure(
  block: CifBlock,
  options: ParseCifOptions,
  log: DiagnosticLog,
): StructureReading | undefined {
  const { maxSites = 100_000, siteTolerance = 0.01 } = options;
  const table = findAtomTable(block);
  if (table === undefined) return undefined;
  if (table.values.length / table.width > maxSites) {
    const at = table.values[0] ?? block;
    throw new CifError("CIF_TOO_MANY_SITES", `the atom list has more than ${maxSites} rows`, {
      line: at.line,
      column: at.column,
      block: block.name,
    });
  }
  const lattice = readCell(block, log);
  const operations = readOperations(block, log);
  const formulaValue = block.value("_chemical_formula_sum");
  const formula = isPresent(formulaValue) ? readFormula(formulaValue.text) : undefined;
  const elements = formula === undefined ? noElements : new Set(formula.keys());
  const rows = readSites(block, table, lattice, elements, log);
  if (rows.length === 0) {
    throw new CifError("CIF_NO_STRUCTURE", `no row of the atom list in ${block.name} is an atom`, {
      line: table.values[0]?.line ?? block.line,
      column: table.values[0]?.column ?? block.column,
      block: block.name,
    });
  }
  const sites = mergeSites(lattice, rows, operations, { siteTolerance, maxSites }, log);
  checkFormula(block, formula, sites, log);
  return { structure: { lattice, sites }, symmetryOperations: operations.length };
}
