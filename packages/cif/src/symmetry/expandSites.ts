import type { Lattice, Site, Species } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { AsymmetricUnit } from "./asymmetricUnit.ts";
import type { OperationSet } from "./operationSet.ts";
import { OrbitFinder } from "./orbitFinder.ts";
import { SiteGrid } from "./siteGrid.ts";

/** How far occupancies may sum above 1 unremarked; files round thirds to two or three digits. */
const roundingOfOccupancies = 0.01;

/** What {@link expandSites} needs besides the sites. */
export interface ExpandOptions {
  /** Largest distance in Å that counts as the same position. */
  readonly siteTolerance: number;
  /** Most sites accepted. */
  readonly maxSites: number;
  /** Up to this sum occupancies are scaled down to 1, with a diagnostic; above it they are an error. */
  readonly maxOccupancy: number;
}

/** All sites of a cell. */
export interface ExpandedSites {
  /** The sites, row by row. */
  readonly sites: readonly Site[];
  /** How many images each row has. */
  readonly imageCounts: readonly number[];
}

/**
 * Applies the operations to every row and merges what falls on one position.
 *
 * @param lattice - the cell
 * @param unit - the asymmetric unit
 * @param set - the operations of the space group
 * @param options - tolerance and limits
 * @param log - receives the remarks
 * @returns the sites of one cell, row by row
 * @throws {@link CifError} with code `CIF_TOO_MANY_SITES` or `CIF_INVALID_OCCUPANCY`
 * @internal
 */
export function expandSites(
  lattice: Lattice,
  unit: AsymmetricUnit,
  set: OperationSet,
  options: ExpandOptions,
  log: DiagnosticLog,
): ExpandedSites {
  return new SiteExpander(lattice, unit, set, options, log).expand();
}

class SiteExpander {
  readonly #lattice: Lattice;
  readonly #unit: AsymmetricUnit;
  readonly #set: OperationSet;
  readonly #options: ExpandOptions;
  readonly #log: DiagnosticLog;
  readonly #grid: SiteGrid;
  readonly #sites: Site[] = [];
  /** The row that a site came from. */
  readonly #rows: number[] = [];
  /** Sites that several rows were merged into; undefined as long as there is none. */
  #merged: Set<number> | undefined;

  constructor(
    lattice: Lattice,
    unit: AsymmetricUnit,
    set: OperationSet,
    options: ExpandOptions,
    log: DiagnosticLog,
  ) {
    const { siteTolerance, maxSites } = options;
    this.#lattice = lattice;
    this.#unit = unit;
    this.#set = set;
    this.#options = options;
    this.#log = log;
    const work = unit.sites.length * set.operations.length;
    // No position has more than 192 images in a conventional cell, so this bounds the work.
    if (work > 192 * maxSites) throw this.#tooManySites(0);
    this.#grid = new SiteGrid(lattice, siteTolerance, Math.min(work, maxSites));
  }

  expand(): ExpandedSites {
    const imageCounts = this.#set.operations.length === 1 ? this.#keepAll() : this.#multiplyAll();
    if (this.#merged !== undefined) {
      const remarked = new Set<number>();
      for (const index of this.#merged) this.#close(index, remarked);
    }
    return { sites: this.#sites, imageCounts };
  }

  #keepAll(): number[] {
    const { sites } = this.#unit;
    const imageCounts: number[] = [];
    for (let row = 0; row < sites.length; row += 1) {
      const site = sites[row];
      if (site === undefined) break;
      const { fractional } = site;
      const found = this.#grid.nearest(fractional[0], fractional[1], fractional[2]);
      imageCounts.push(1);
      if (found < 0 || !this.#absorb(found, row, true)) this.#push(site, row);
    }
    return imageCounts;
  }

  #multiplyAll(): number[] {
    const { sites, lastPlacesOf } = this.#unit;
    const orbit = new OrbitFinder(this.#lattice, this.#set, this.#options.siteTolerance);
    const { images } = orbit;
    const imageCounts: number[] = [];
    for (let row = 0; row < sites.length; row += 1) {
      const site = sites[row];
      if (site === undefined) break;
      const isFull = 2 * sumOf(site.species) > 1 + roundingOfOccupancies;
      const lastPlaces = lastPlacesOf === undefined ? undefined : () => lastPlacesOf(row);
      orbit.find(site.fractional, isFull, lastPlaces);
      this.#remarkOn(orbit, row, isFull);
      imageCounts.push(orbit.count);
      // In a group either all images of a row lie on images of an earlier one, or none.
      let compares = !this.#set.isGroup;
      for (let image = 0; image < orbit.count; image += 1) {
        const x = images[3 * image] ?? NaN;
        const y = images[3 * image + 1] ?? NaN;
        const z = images[3 * image + 2] ?? NaN;
        if (compares || image === 0) {
          const found = this.#grid.nearest(x, y, z);
          if (image === 0 && found >= 0) compares = true;
          if (found >= 0 && this.#absorb(found, row, image === 0)) continue;
        }
        const { species, label } = site;
        this.#push(
          label === undefined
            ? { species, fractional: [x, y, z] }
            : { species, fractional: [x, y, z], label },
          row,
        );
      }
    }
    return imageCounts;
  }

  #remarkOn(orbit: OrbitFinder, row: number, isFull: boolean): void {
    if (orbit.moved > 0) {
      this.#log.note(
        "warning",
        "CIF_SITE_MOVED",
        `an image of ${this.#nameOf(row)} is ${orbit.moved.toFixed(3)} Å away; the atom is moved onto the symmetry element between them`,
        this.#unit.placeOf(row),
      );
    } else if (isFull && orbit.overlap > 0) {
      this.#log.note(
        "warning",
        "CIF_SITES_OVERLAP",
        `an image of ${this.#nameOf(row)} is ${orbit.overlap.toFixed(3)} Å away; both are kept`,
        this.#unit.placeOf(row),
      );
    }
  }

  #push(site: Site, row: number): void {
    if (this.#sites.length >= this.#options.maxSites) throw this.#tooManySites(row);
    const { fractional } = site;
    this.#grid.add(fractional[0], fractional[1], fractional[2]);
    this.#sites.push(site);
    this.#rows.push(row);
  }

  /** Merges a row into a site on the same position; false when both must stay. */
  #absorb(index: number, row: number, notes: boolean): boolean {
    const site = this.#sites[index];
    const added = this.#unit.sites[row];
    const own = site?.species[0];
    const first = added?.species[0];
    if (site === undefined || added === undefined || own === undefined || first === undefined) {
      return false;
    }
    if (isFullyOccupied(site) && isFullyOccupied(added)) {
      const former = this.#rows[index] ?? 0;
      if (this.#set.operations.length > 1 && own.element === first.element) {
        if (notes) {
          this.#log.note(
            "warning",
            "CIF_DUPLICATE_SITE",
            `${this.#nameOf(row)} repeats an atom of ${this.#nameOf(former)}; it is counted once`,
            this.#unit.placeOf(row),
          );
        }
        return true;
      }
      if (notes) {
        this.#log.note(
          "warning",
          "CIF_SITES_OVERLAP",
          `${this.#nameOf(row)} and ${this.#nameOf(former)} fill the same position; both are kept`,
          this.#unit.placeOf(row),
        );
      }
      return false;
    }
    const species = [...site.species];
    for (const candidate of added.species) {
      const same = species.findIndex(
        ({ element, charge }) => element === candidate.element && charge === candidate.charge,
      );
      const old = species[same];
      if (old === undefined) species.push(candidate);
      else species[same] = { ...old, occupancy: old.occupancy + candidate.occupancy };
    }
    this.#sites[index] = { ...site, species };
    this.#merged ??= new Set();
    this.#merged.add(index);
    return true;
  }

  /** Checks the sum of the occupancies of a site that rows were merged into. */
  #close(index: number, remarked: Set<number>): void {
    const site = this.#sites[index];
    if (site === undefined) return;
    const row = this.#rows[index] ?? 0;
    const sum = sumOf(site.species);
    if (sum > this.#options.maxOccupancy) {
      const { line, column } = this.#unit.placeOf(row);
      throw new CifError(
        "CIF_INVALID_OCCUPANCY",
        `the occupancies on the position of ${this.#nameOf(row)} sum to ${Number(sum.toFixed(4))}`,
        { line, column },
      );
    }
    if (sum > 1 + roundingOfOccupancies) {
      if (!remarked.has(row)) {
        remarked.add(row);
        this.#log.note(
          "warning",
          "CIF_OCCUPANCY_ABOVE_ONE",
          `the occupancies on the position of ${this.#nameOf(row)} sum to ${Number(sum.toFixed(4))}; they are scaled to 1`,
          this.#unit.placeOf(row),
        );
      }
      this.#sites[index] = {
        ...site,
        species: site.species.map((each) => ({ ...each, occupancy: each.occupancy / sum })),
      };
    } else if (site.species.some(({ occupancy }) => occupancy > 1)) {
      // One species of several rows: 0.5 + 0.5001 is a full site.
      this.#sites[index] = {
        ...site,
        species: site.species.map((each) =>
          each.occupancy > 1 ? { ...each, occupancy: 1 } : each,
        ),
      };
    }
  }

  #nameOf(row: number): string {
    const site = this.#unit.sites[row];
    return site?.label ?? site?.species[0]?.element ?? "a site";
  }

  #tooManySites(row: number): CifError {
    const { line, column } = this.#unit.placeOf(row);
    return new CifError(
      "CIF_TOO_MANY_SITES",
      `the crystal has more than ${this.#options.maxSites} sites`,
      { line, column },
    );
  }
}

function isFullyOccupied({ species }: Site): boolean {
  return species.length === 1 && (species[0]?.occupancy ?? 0) > 1 - roundingOfOccupancies;
}

function sumOf(species: readonly Species[]): number {
  let sum = 0;
  for (const { occupancy } of species) sum += occupancy;
  return sum;
}
