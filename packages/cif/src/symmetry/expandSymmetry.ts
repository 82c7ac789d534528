import type { Structure } from "@ftcp/crystal";

import { DiagnosticLog } from "../diagnosticLog.ts";
import type { ParseCifOptions } from "../parseCifOptions.ts";
import { mergeSites } from "./mergeSites.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";

/** Tolerance and limit of {@link expandSymmetry}. */
export type ExpandSymmetryOptions = Pick<
  ParseCifOptions,
  "maxSites" | "siteTolerance" | "onDiagnostic"
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
  const { lattice } = asymmetricUnit;
  const { maxSites = 100_000, siteTolerance = 0.01 } = options;
  const rows = asymmetricUnit.sites.map((site) => ({ ...site, line: 1, column: 1 }));
  const log = new DiagnosticLog(options);
  const sites = mergeSites(lattice, rows, operations, { maxSites, siteTolerance }, log);
  return { lattice, sites };
}
