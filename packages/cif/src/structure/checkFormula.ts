import type { Site } from "@ftcp/crystal";

import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifValue } from "../syntax/cifDocument.ts";
import { readNumber } from "../syntax/readNumber.ts";
import { isPresent } from "./isPresent.ts";

/** Amounts that differ by less, relatively, are the same: formulas round occupancies. */
const amountTolerance = 0.02;

/**
 * Compares the sites with the chemical formula and the number of formula units of the block.
 *
 * @param block - the data block
 * @param formula - its formula sum, as far as it can be read
 * @param sites - all sites of the cell
 * @param log - receives the remarks
 * @internal
 */
export function checkFormula(
  block: CifBlock,
  formula: ReadonlyMap<string, number> | undefined,
  sites: readonly Site[],
  log: DiagnosticLog,
): void {
  const value = block.value("_chemical_formula_sum");
  if (!isPresent(value)) return;
  if (formula === undefined) {
    log.note(
      "info",
      "CIF_FORMULA_UNREADABLE",
      `the formula ${value.text.slice(0, 40)} cannot be read, so the sites are not checked against it`,
      value,
    );
    return;
  }
  const expected = countByElement(formula);
  const found = new Map<string, number>();
  for (const { species } of sites) {
    for (const { element, occupancy } of species) addTo(found, element, occupancy);
  }
  const ratio = commonRatio(expected, found);
  if (ratio === undefined) {
    log.note(
      "warning",
      "CIF_FORMULA_CONTRADICTION",
      `the sites hold ${describe(found)}, which is no multiple of the formula ${value.text.slice(0, 40)}`,
      value,
    );
    return;
  }
  checkUnits(block.value("_cell_formula_units_z"), ratio, log);
}

function checkUnits(value: CifValue | undefined, ratio: number, log: DiagnosticLog): void {
  if (!isPresent(value)) return;
  const units = readNumber(value.text);
  if (Math.abs(ratio - units) <= amountTolerance * units) return;
  if (Math.abs(ratio - 1) <= amountTolerance) {
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

/** The factor by which all amounts differ, `undefined` when there is none. */
function commonRatio(
  expected: ReadonlyMap<string, number>,
  found: ReadonlyMap<string, number>,
): number | undefined {
  let expectedTotal = 0;
  let foundTotal = 0;
  for (const amount of expected.values()) expectedTotal += amount;
  for (const amount of found.values()) foundTotal += amount;
  const ratio = foundTotal / expectedTotal;
  if (!(ratio > 0)) return undefined;
  for (const element of found.keys()) if (!expected.has(element)) return undefined;
  for (const [element, amount] of expected) {
    const difference = Math.abs((found.get(element) ?? 0) / ratio - amount);
    if (difference > Math.max(amountTolerance * amount, 0.006)) return undefined;
  }
  return ratio;
}

function countByElement(formula: ReadonlyMap<string, number>): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const [element, amount] of formula) if (amount > 0) addTo(amounts, element, amount);
  return amounts;
}

/** Formulas write deuterium as D or as H; both count as H here. */
function addTo(amounts: Map<string, number>, element: string, amount: number): void {
  const key = element === "D" || element === "T" ? "H" : element;
  amounts.set(key, (amounts.get(key) ?? 0) + amount);
}

function describe(amounts: ReadonlyMap<string, number>): string {
  return [...amounts]
    .slice(0, 10)
    .map(([element, amount]) => `${element}${Number(amount.toFixed(3))}`)
    .join(" ");
}
