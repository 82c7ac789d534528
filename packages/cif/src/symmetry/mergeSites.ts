import { wrapFractional } from "@ftcp/crystal";
import type { Lattice, Site, Species, Vector3 } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { CifPlace } from "../syntax/cifPlace.ts";
import { applyOperation } from "./applyOperation.ts";
import { SiteGrid } from "./siteGrid.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";

/** How far occupancies may sum above 1 unremarked; files round thirds to two or three digits. */
const roundingOfOccupancies = 0.01;

/** Up to this sum occupancies are scaled down to 1, with a diagnostic; above it they are an error. */
const largestRepairableSum = 1.1;

/** A row of an atom list: a site of the asymmetric unit with its place in the file. */
export interface SiteRow extends Site, CifPlace {}

/** A site while rows are merged into it. */
interface OpenSite {
  readonly row: SiteRow;
  readonly fractional: Vector3;
  species: Species[];
  isMerged: boolean;
}

/** What {@link mergeSites} needs besides the sites. */
export interface MergeOptions {
  /** Largest distance in Å that counts as the same position. */
  readonly siteTolerance: number;
  /** Most sites accepted. */
  readonly maxSites: number;
}

/**
 * Applies the operators to every row and merges what falls on one position.
 *
 * @param lattice - the cell
 * @param rows - the asymmetric unit, coordinates in [0, 1)
 * @param operations - all operators of the space group, the identity included
 * @param options - tolerance and limit
 * @param log - receives the remarks
 * @returns the sites of one cell, row by row
 * @throws {@link CifError} with code `CIF_TOO_MANY_SITES` or `CIF_INVALID_OCCUPANCY`
 * @internal
 */
export function mergeSites(
  lattice: Lattice,
  rows: readonly SiteRow[],
  operations: readonly SymmetryOperation[],
  options: MergeOptions,
  log: DiagnosticLog,
): Site[] {
  const { siteTolerance, maxSites } = options;
  // No position has more than 192 images in a conventional cell, so this bounds the work.
  if (rows.length * operations.length > 192 * maxSites) throw tooManySites(maxSites, rows[0]);
  const expectedCount = Math.min(rows.length * operations.length, maxSites);
  const grid = new SiteGrid(lattice, siteTolerance, expectedCount);
  const sites: OpenSite[] = [];
  for (const row of rows) {
    const images =
      operations.length === 1
        ? [row.fractional]
        : imagesOf(lattice, row.fractional, operations, imageTolerance(row, siteTolerance));
    for (const image of images) {
      const found = grid.nearest(image);
      const site = found < 0 ? undefined : sites[found];
      if (site !== undefined && absorb(site, row, operations.length > 1, log)) continue;
      if (sites.length >= maxSites) throw tooManySites(maxSites, row);
      grid.add(image);
      sites.push({
        row,
        fractional: image,
        species: row.species as Species[],
        isMerged: false,
      });
    }
  }
  return sites.map((site) => closeSite(site, log));
}

/**
 * How much farther apart the images of an atom may be that fills its site: two of them cannot both be
 * there, while split atoms on both sides of a mirror can.
 */
const fullSiteFactor = 5;

function imageTolerance(row: SiteRow, siteTolerance: number): number {
  let occupancy = 0;
  for (const species of row.species) occupancy += species.occupancy;
  return 2 * occupancy > 1 + roundingOfOccupancies ? fullSiteFactor * siteTolerance : siteTolerance;
}

/** The distinct images of a position, which is first moved onto its symmetry element. */
function imagesOf(
  lattice: Lattice,
  position: Vector3,
  operations: readonly SymmetryOperation[],
  tolerance: number,
): Vector3[] {
  const centre = new SiteGrid(lattice, tolerance, 1);
  centre.add(position);
  // Mean displacement over the operators that leave the position where it is (its site symmetry):
  // the mean lies on the symmetry element, so that a rounded third becomes an exact one.
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let sumZ = 0;
  for (const operation of operations) {
    const image = applyOperation(operation, position);
    if (centre.nearest(wrap(image)) < 0) continue;
    count += 1;
    sumX += difference(image[0], position[0]);
    sumY += difference(image[1], position[1]);
    sumZ += difference(image[2], position[2]);
  }
  const settled =
    count > 1 && (sumX !== 0 || sumY !== 0 || sumZ !== 0)
      ? wrap([position[0] + sumX / count, position[1] + sumY / count, position[2] + sumZ / count])
      : position;
  const grid = new SiteGrid(lattice, tolerance, operations.length);
  const images: Vector3[] = [];
  for (const operation of operations) {
    const image = wrap(applyOperation(operation, settled));
    if (grid.nearest(image) >= 0) continue;
    grid.add(image);
    images.push(image);
  }
  return images;
}

/** Merges a row into a site on the same position; false when both must stay. */
function absorb(site: OpenSite, row: SiteRow, hasSymmetry: boolean, log: DiagnosticLog): boolean {
  const [own] = site.species;
  const [added] = row.species;
  if (own === undefined || added === undefined) return false;
  const isFull = site.species.length === 1 && own.occupancy > 1 - roundingOfOccupancies;
  if (isFull && added.occupancy > 1 - roundingOfOccupancies) {
    if (hasSymmetry && own.element === added.element) {
      log.note(
        "warning",
        "CIF_DUPLICATE_SITE",
        `${nameOf(row)} repeats an atom of ${nameOf(site.row)}; it is counted once`,
        row,
      );
      return true;
    }
    log.note(
      "warning",
      "CIF_SITES_OVERLAP",
      `${nameOf(row)} and ${nameOf(site.row)} fill the same position; both are kept`,
      row,
    );
    return false;
  }
  const species = site.isMerged ? site.species : [...site.species];
  for (const candidate of row.species) {
    const same = species.findIndex(
      ({ element, charge }) => element === candidate.element && charge === candidate.charge,
    );
    const old = species[same];
    if (old === undefined) species.push(candidate);
    else species[same] = { ...old, occupancy: old.occupancy + candidate.occupancy };
  }
  site.species = species;
  site.isMerged = true;
  return true;
}

function closeSite(site: OpenSite, log: DiagnosticLog): Site {
  const { row, fractional } = site;
  const { label } = row;
  let { species } = site;
  if (site.isMerged) {
    let sum = 0;
    for (const { occupancy } of species) sum += occupancy;
    if (sum > largestRepairableSum) {
      throw new CifError(
        "CIF_INVALID_OCCUPANCY",
        `the occupancies on the position of ${nameOf(row)} sum to ${Number(sum.toFixed(4))}`,
        { line: row.line, column: row.column },
      );
    }
    if (sum > 1 + roundingOfOccupancies) {
      log.note(
        "warning",
        "CIF_OCCUPANCY_ABOVE_ONE",
        `the occupancies on the position of ${nameOf(row)} sum to ${Number(sum.toFixed(4))}; they are scaled to 1`,
        row,
      );
      species = species.map((each) => ({ ...each, occupancy: each.occupancy / sum }));
    } else {
      // One species of several rows: 0.5 + 0.5001 is a full site.
      species = species.map((each) => (each.occupancy > 1 ? { ...each, occupancy: 1 } : each));
    }
  }
  return label === undefined ? { species, fractional } : { species, fractional, label };
}

function wrap(position: Vector3): Vector3 {
  return [wrapFractional(position[0]), wrapFractional(position[1]), wrapFractional(position[2])];
}

function difference(image: number, position: number): number {
  const shift = image - position;
  return shift - Math.round(shift);
}

function nameOf(row: SiteRow): string {
  return row.label ?? row.species[0]?.element ?? "a site";
}

function tooManySites(maxSites: number, at: CifPlace | undefined): CifError {
  return new CifError(
    "CIF_TOO_MANY_SITES",
    `the crystal has more than ${maxSites} sites`,
    at === undefined ? {} : { line: at.line, column: at.column },
  );
}
