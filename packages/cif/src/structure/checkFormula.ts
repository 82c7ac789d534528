import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifValue } from "../syntax/cifValue.ts";
import { readNumber } from "../syntax/readNumber.ts";
import { compareAmounts } from "./compareAmounts.ts";
import { isPresent } from "./isPresent.ts";

/** Numbers of formula units that differ by less, relatively, are the same. */
const unitTolerance = 0.02;

/**
 * Compares the atoms of the cell with the chemical formula and the number of formula units of the block.
 *
 * @param block - the data block
 * @param formula - its formula sum, as far as it can be read
 * @param amounts - amounts by element in the cell
 * @param impliedHydrogens - hydrogen atoms of the cell that have no positions but are mentioned
 * @param log - receives the remarks
 * @internal
 */
export function checkFormula(
  block: CifBlock,
  formula: ReadonlyMap<string, number> | undefined,
  amounts: ReadonlyMap<string, number>,
  impliedHydrogens: number,
  log: DiagnosticLog,
): void {
  const value = block.value("_chemical_formula_sum");
  if (!isPresent(value)) return;
  const written = value.text.slice(0, 40);
  if (formula === undefined) {
    log.note(
      "info",
      "CIF_FORMULA_UNREADABLE",
      `the formula ${written} cannot be read, so the sites are not checked against it`,
      value,
    );
    return;
  }
  let ratio = compareAmounts(formula, amounts);
  if (ratio === undefined && impliedHydrogens > 0) {
    const completed = new Map(amounts);
    completed.set("H", (amounts.get("H") ?? 0) + impliedHydrogens);
    ratio = compareAmounts(formula, completed);
  }
  if (ratio !== undefined) {
    checkUnits(block.value("_cell_formula_units_z"), ratio, log);
    return;
  }
  log.note(
    "warning",
    "CIF_FORMULA_CONTRADICTION",
    lacksOnlyHydrogens(formula, amounts)
      ? `the sites lack hydrogen atoms of the formula ${written}`
      : `the sites hold ${describe(amounts)}, which is no multiple of the formula ${written}`,
    value,
  );
}

function lacksOnlyHydrogens(
  formula: ReadonlyMap<string, number>,
  amounts: ReadonlyMap<string, number>,
): boolean {
  const others = new Map([...formula].filter(([element]) => !"HDT".includes(element)));
  const found = new Map([...amounts].filter(([element]) => element !== "H"));
  const ratio = compareAmounts(others, found);
  return ratio !== undefined && (amounts.get("H") ?? 0) < (formula.get("H") ?? 0) * ratio;
}

function checkUnits(value: CifValue | undefined, ratio: number, log: DiagnosticLog): void {
  if (!isPresent(value)) return;
  const units = readNumber(value.text);
  if (Math.abs(ratio - units) <= unitTolerance * units) return;
  if (Math.abs(ratio - 1) <= unitTolerance) {
    // The habit of pymatgen, and so of the Materials Project.
    log.note(
      "info",
      "CIF_FORMULA_UNITS_CONTRADICTION",
      "the formula sum is that of the whole cell, although Z is not 1",
      value,
    );
    return;
  }
  log.note(
    "warning",
    "CIF_FORMULA_UNITS_CONTRADICTION",
    `the cell holds ${Number(ratio.toFixed(3))} formula units, but Z is ${value.text.slice(0, 40)}`,
    value,
  );
}

function describe(amounts: ReadonlyMap<string, number>): string {
  return [...amounts]
    .slice(0, 10)
    .map(([element, amount]) => `${element}${Number(amount.toFixed(3))}`)
    .join(" ");
}
