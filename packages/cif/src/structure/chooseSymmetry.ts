import { shortestDistance } from "@ftcp/crystal";
import type { Lattice } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import { DiagnosticLog } from "../diagnosticLog.ts";
import type { AsymmetricUnit } from "../symmetry/asymmetricUnit.ts";
import { expandSites } from "../symmetry/expandSites.ts";
import type { ExpandOptions } from "../symmetry/expandSites.ts";
import type { SymmetryCandidate, SymmetryReading } from "../symmetry/symmetryReading.ts";
import { amountsOf } from "./amountsOf.ts";
import { compareAmounts } from "./compareAmounts.ts";

/** Atoms nearer than this in Å overlap; bonds of hydrogen, with X rays, are above 0.7 Å. */
const overlapDistance = 0.6;

/** Larger cells are not searched for overlaps. */
const mostSitesToSearch = 5000;

/** How likely a reading is, by one kind of evidence after the other; less is better. */
interface Evidence {
  /** 0: the sites are Z times the formula, 1: a multiple of it, 2: they contradict it. */
  readonly formula: number;
  /** 1 when atoms overlap. */
  readonly overlap: number;
  /**
   * Sites in the cell for each operation: few when atoms lie on special positions, which they rarely do
   * by chance.
   */
  readonly sites: number;
}

const reasons: Readonly<Record<keyof Evidence, string>> = {
  formula: "the sites then agree with the chemical formula",
  overlap: "atoms overlap otherwise",
  sites: "atoms then lie on special positions",
};

/**
 * Decides between the possible readings of a symmetry by what they make of the sites.
 *
 * @param reading - the possible readings, at least two
 * @param lattice - the cell
 * @param unit - the asymmetric unit
 * @param formula - the chemical formula, if it is known
 * @param units - the number of formula units in the cell, if it is known
 * @param options - how sites are expanded
 * @param log - receives a remark on the choice
 * @returns the best reading; the first one of equally good ones
 * @throws {@link CifError} with code `CIF_SYMMETRY_OPERATORS_MISSING` when one reading is P 1, another is
 * not, and nothing decides
 *
 * @remarks
 * Agreement with the formula and Z counts most, then overlapping atoms, then how many atoms lie on
 * special positions. What nothing decides is settled by convention, and the remark says so; but never
 * in favour of P 1 or against it.
 *
 * @internal
 */
export function chooseSymmetry(
  reading: SymmetryReading,
  lattice: Lattice,
  unit: AsymmetricUnit,
  formula: ReadonlyMap<string, number> | undefined,
  units: number,
  options: ExpandOptions,
  log: DiagnosticLog,
): SymmetryCandidate {
  let best = reading.candidates[0];
  let bestEvidence: Evidence | undefined;
  let reason: string | undefined;
  for (const candidate of reading.candidates) {
    const evidence = weigh(candidate, lattice, unit, formula, units, options);
    if (bestEvidence === undefined) {
      bestEvidence = evidence;
      continue;
    }
    for (const kind of ["formula", "overlap", "sites"] as const) {
      if (evidence[kind] === bestEvidence[kind]) continue;
      reason = reasons[kind];
      if (evidence[kind] < bestEvidence[kind]) {
        best = candidate;
        bestEvidence = evidence;
      }
      break;
    }
  }
  if (reason === undefined && reading.candidates.some(({ set }) => set.operations.length === 1)) {
    const { line, column } = reading.at;
    throw new CifError(
      "CIF_SYMMETRY_OPERATORS_MISSING",
      `${reading.question}; nothing in the file decides whether all atoms are listed (P 1)`,
      { line, column },
    );
  }
  log.note(
    "warning",
    "CIF_SYMMETRY_AMBIGUOUS",
    `${reading.question}; ${describe(best)} is taken, ${
      reason === undefined ? "by convention: nothing in the file decides" : `since ${reason}`
    }`,
    reading.at,
  );
  return best;
}

function weigh(
  candidate: SymmetryCandidate,
  lattice: Lattice,
  unit: AsymmetricUnit,
  formula: ReadonlyMap<string, number> | undefined,
  units: number,
  options: ExpandOptions,
): Evidence {
  try {
    // What is found here is told again for the reading that is chosen.
    const { sites } = expandSites(
      lattice,
      unit,
      candidate.set,
      options,
      new DiagnosticLog({}, false),
    );
    const ratio = formula === undefined ? 1 : compareAmounts(formula, amountsOf(sites));
    const isSure = Number.isNaN(units) || Math.abs((ratio ?? NaN) - units) <= 0.02 * units;
    const solid = sites.filter(({ species }) => species.some(({ occupancy }) => occupancy > 0.5));
    const isSearched = solid.length > 1 && solid.length <= mostSitesToSearch;
    const overlaps =
      isSearched && shortestDistance({ lattice, sites: solid }) < overlapDistance ? 1 : 0;
    return {
      formula: formula === undefined ? 0 : ratio === undefined ? 2 : isSure ? 0 : 1,
      overlap: overlaps,
      sites: sites.length / candidate.set.operations.length,
    };
  } catch (error) {
    // Occupancies that sum above 1, or too many sites: the worst reading.
    if (error instanceof CifError) return { formula: 3, overlap: 2, sites: Infinity };
    throw error;
  }
}

function describe({ setting, source, set }: SymmetryCandidate): string {
  if (setting !== undefined) {
    return setting.choice === ""
      ? setting.hermannMauguin
      : `${setting.hermannMauguin} :${setting.choice}`;
  }
  return source === "hall"
    ? "the Hall symbol"
    : `the reading with ${set.operations.length} operations`;
}
