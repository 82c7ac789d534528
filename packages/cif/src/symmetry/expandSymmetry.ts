import type { Structure, SymmetryOperation } from "@ftcp/crystal";

import { DiagnosticLog } from "../diagnosticLog.ts";
import type { ParseCifOptions } from "../parseCifOptions.ts";
import { createOperationSet } from "./createOperationSet.ts";
import { expandSites } from "./expandSites.ts";

/** Tolerance and limits of {@link expandSymmetry}. */
export type ExpandSymmetryOptions = Pick<
  ParseCifOptions,
  "maxSites" | "siteTolerance" | "maxOccupancy" | "onDiagnostic"
>;

/**
 * Fills the cell: applies every operator to every site and merges what falls on one position.
 *
 * @param asymmetricUnit - the lattice and the sites that are not related by symmetry
 * @param operations - all operators of the space group, the identity included
 * @param options - see {@link ExpandSymmetryOptions}
 * @returns all sites of one cell, site by site; those on special positions are moved onto them
 * @throws CifError with code `CIF_TOO_MANY_SITES` or `CIF_INVALID_OCCUPANCY`
 *
 * @example
 * ```ts
 * const operations = ["x, y, z", "-x, -y, -z"].map(parseSymmetryOperation);
 * expandSymmetry(asymmetricUnit, operations).sites.length;
 * ```
 */
export function expandSymmetry(
  asymmetricUnit: Structure,
  operations: readonly SymmetryOperation[],
  options: ExpandSymmetryOptions = {},
): Structure {
  const { lattice, sites } = asymmetricUnit;
  const { maxSites = 100_000, siteTolerance = 0.01, maxOccupancy = 1.1 } = options;
  const unit = { sites, placeOf: () => ({ line: 1, column: 1 }) };
  const set = createOperationSet(operations);
  const limits = { maxSites, siteTolerance, maxOccupancy };
  const log = new DiagnosticLog(options);
  return { lattice, sites: expandSites(lattice, unit, set, limits, log).sites };
}
