import type { Structure } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { ParseCifOptions } from "../parseCifOptions.ts";
import type { AsymmetricUnit } from "../symmetry/asymmetricUnit.ts";
import { expandSites } from "../symmetry/expandSites.ts";
import type { ExpandedSites } from "../symmetry/expandSites.ts";
import { readSymmetry } from "../symmetry/readSymmetry.ts";
import type { SymmetryCandidate } from "../symmetry/symmetryReading.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import { readNumber } from "../syntax/readNumber.ts";
import { amountsOf } from "./amountsOf.ts";
import { checkFormula } from "./checkFormula.ts";
import { checkMultiplicities } from "./checkMultiplicities.ts";
import { checkVolume } from "./checkVolume.ts";
import { chooseSymmetry } from "./chooseSymmetry.ts";
import { findAtomTable } from "./findAtomTable.ts";
import { isPresent } from "./isPresent.ts";
import { readCell } from "./readCell.ts";
import { readFormula } from "./readFormula.ts";
import { readSites } from "./readSites.ts";
import { settleCell } from "./settleCell.ts";

/** The crystal of a block. */
export interface StructureReading {
  /** All sites of one cell. */
  readonly structure: Structure;
  /** The symmetry that was applied. */
  readonly symmetry: SymmetryCandidate;
}

const noElements: ReadonlySet<string> = new Set();

/** Reads the chemical formula when it is first asked for: most files can do without. */
class FormulaReader {
  readonly #block: CifBlock;
  #isRead = false;
  #amounts: ReadonlyMap<string, number> | undefined;

  constructor(block: CifBlock) {
    this.#block = block;
  }

  get amounts(): ReadonlyMap<string, number> | undefined {
    if (!this.#isRead) {
      this.#isRead = true;
      const value = this.#block.value("_chemical_formula_sum");
      if (isPresent(value)) this.#amounts = readFormula(value.text);
    }
    return this.#amounts;
  }

  get elements(): ReadonlySet<string> {
    const { amounts } = this;
    return amounts === undefined ? noElements : new Set(amounts.keys());
  }
}

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
  const { maxSites = 100_000, siteTolerance = 0.01, maxOccupancy = 1.1 } = options;
  const table = findAtomTable(block);
  if (table === undefined) return undefined;
  const { loop } = table;
  if (loop.rowCount > maxSites) {
    throw new CifError("CIF_TOO_MANY_SITES", `the atom list has more than ${maxSites} rows`, {
      line: loop.line,
      column: loop.column,
      block: block.name,
    });
  }
  const cell = readCell(block);
  const reading = readSymmetry(block, cell.lattice, log);
  const [first] = reading.candidates;
  const formula = new FormulaReader(block);
  const unit = readSites(
    block,
    table,
    cell.lattice,
    {
      elements: () => formula.elements,
      maxOccupancy,
    },
    log,
  );
  if (unit.sites.length === 0) {
    throw new CifError("CIF_NO_STRUCTURE", `no row of the atom list in ${block.name} is an atom`, {
      line: loop.line,
      column: loop.column,
      block: block.name,
    });
  }
  const expandOptions = { siteTolerance, maxSites, maxOccupancy };
  let symmetry: SymmetryCandidate = first;
  if (reading.candidates.length > 1) {
    const unitsValue = block.value("_cell_formula_units_z");
    const units = isPresent(unitsValue) ? readNumber(unitsValue.text) : NaN;
    const { amounts } = formula;
    symmetry = chooseSymmetry(reading, cell.lattice, unit, amounts, units, expandOptions, log);
  }
  const lattice = settleCell(block, cell, symmetry.set, reading.at, log);
  const expanded = expandSites(lattice, unit, symmetry.set, expandOptions, log);
  const { sites } = expanded;
  if (log.isHeard) {
    checkVolume(block, lattice, log);
    if (symmetry.set.operations.length > 1) {
      checkMultiplicities(table, unit.rows, expanded.imageCounts, symmetry.set, log);
    }
    const hydrogens = countImpliedHydrogens(unit, expanded);
    checkFormula(block, formula.amounts, amountsOf(sites), hydrogens, log);
  }
  return { structure: { lattice, sites }, symmetry };
}

function countImpliedHydrogens(unit: AsymmetricUnit, { imageCounts }: ExpandedSites): number {
  let hydrogens = 0;
  for (const [index, count] of unit.impliedHydrogens ?? []) {
    const occupancy = unit.sites[index]?.species[0]?.occupancy ?? 0;
    hydrogens += count * occupancy * (imageCounts[index] ?? 0);
  }
  return hydrogens;
}
