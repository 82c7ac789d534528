import {
  canonicalizeStructure,
  CrystalError,
  type Lattice,
  type Site,
  type Structure,
  type Vector3,
} from "@ftcp/crystal";

import { FeaturizeError } from "../featurizeError.ts";
import { compileLayout } from "../layout/compileLayout.ts";
import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import { orderSites } from "./orderSites.ts";

/** An ordered crystal with its elements sorted into slots. */
export interface PreparedStructure {
  /** Cell as it goes into the tensor. */
  readonly lattice: Lattice;
  /** Fractional coordinates, three for each site. */
  readonly positions: Float64Array;
  /** Element of each slot, no more than the layout holds. */
  readonly slots: readonly string[];
  /** Slot of each site. */
  readonly slotOfSite: Int32Array;
}

/**
 * Checks that a crystal fits a layout and brings it into the layout's cell, site and slot order.
 *
 * Charges and labels do not count, deuterium and tritium are hydrogen.
 */
export function prepareStructure(structure: Structure, layout: FtcpLayout): PreparedStructure {
  const { sites, lattice } = structure;
  if (sites.length === 0) throw new FeaturizeError("FEATURIZE_EMPTY_CRYSTAL", "no sites");
  if (sites.length > layout.maxSites) {
    throw new FeaturizeError(
      "FEATURIZE_TOO_MANY_SITES",
      `${sites.length} sites, the layout holds ${layout.maxSites}`,
      { count: sites.length, limit: layout.maxSites },
    );
  }
  const symbols = sites.map(symbolOf);
  const slots = findSlots(symbols);
  const { vectorOf } = compileLayout(layout);
  for (const element of slots) vectorOf(element); // throws when the element is not known
  if (slots.length > layout.maxElements) {
    throw new FeaturizeError(
      "FEATURIZE_TOO_MANY_ELEMENTS",
      `${slots.length} elements, the layout holds ${layout.maxElements}`,
      { count: slots.length, limit: layout.maxElements },
    );
  }
  const { a, b, c, alpha, beta, gamma } = lattice;
  if (!Number.isFinite(a + b + c + alpha + beta + gamma)) {
    throw new FeaturizeError("FEATURIZE_NOT_FINITE", "a lattice parameter is not finite");
  }
  const positions = flatten(sites, layout.snapThirds);

  const { cell, siteOrder } = layout;
  if (cell === "given") {
    if (siteOrder === "given")
      return { lattice, positions, slots, slotOfSite: place(symbols, slots) };
    const order = orderSites(symbols, positions, siteOrder);
    if (order.every((site, index) => site === index)) {
      return { lattice, positions, slots, slotOfSite: place(symbols, slots) };
    }
    return reorder(lattice, symbols, positions, order);
  }
  const keepsOrder = siteOrder !== "canonical";
  const canonical = canonicalize({
    lattice,
    sites: symbols.map((element, index): Site => {
      const site = sites[index] as Site;
      if (!keepsOrder && !layout.snapThirds && isPlain(site, element)) return site;
      const species = [{ element, occupancy: 1 }];
      const at = 3 * index;
      const fractional: Vector3 = [
        positions[at] as number,
        positions[at + 1] as number,
        positions[at + 2] as number,
      ];
      return keepsOrder ? { species, fractional, label: String(index) } : { species, fractional };
    }),
  });
  const moved = canonical.sites.map((site) => site.species[0]?.element ?? "");
  const shifted = flatten(canonical.sites, false, keepsOrder ? undefined : positions);
  if (!keepsOrder) {
    const found = findSlots(moved);
    const slotOfSite = place(moved, found);
    return { lattice: canonical.lattice, positions: shifted, slots: found, slotOfSite };
  }
  // Back into the order given, then sorted as the layout asks.
  let order = [...symbols.keys()];
  canonical.sites.forEach((site, index) => (order[Number(site.label)] = index));
  if (siteOrder === "electronegativity") {
    const sorted = orderSites(symbols, positions, siteOrder);
    order = sorted.map((site) => order[site] ?? 0);
  }
  return reorder(canonical.lattice, moved, shifted, order);
}

/** The distinct symbols in the order in which they appear. */
function findSlots(symbols: readonly string[]): string[] {
  const slots: string[] = [];
  for (const symbol of symbols) if (!slots.includes(symbol)) slots.push(symbol);
  return slots;
}

/** Whether a site, which one element fills, has no charge and is not of an isotope. */
function isPlain({ species }: Site, element: string): boolean {
  const only = species[0];
  return only?.charge === undefined && only?.element === element;
}

function symbolOf({ species }: Site, site: number): string {
  const first = species[0];
  if (first?.occupancy !== 1 || species.length !== 1) {
    throw new FeaturizeError(
      "FEATURIZE_DISORDERED_SITE",
      `site ${site} is not filled by one element alone`,
      { site },
    );
  }
  return first.element === "D" || first.element === "T" ? "H" : first.element;
}

function flatten(
  sites: readonly Site[],
  snap: boolean,
  positions: Float64Array = new Float64Array(3 * sites.length),
): Float64Array {
  for (let site = 0; site < sites.length; site++) {
    // Indices: destructuring takes several times longer, and this is called for every site.
    const fractional = (sites[site] as Site).fractional;
    const x = fractional[0];
    const y = fractional[1];
    const z = fractional[2];
    if (!Number.isFinite(x + y + z)) {
      throw new FeaturizeError("FEATURIZE_NOT_FINITE", `site ${site}: not finite`, { site });
    }
    positions[3 * site] = snap ? snapToThird(x) : x;
    positions[3 * site + 1] = snap ? snapToThird(y) : y;
    positions[3 * site + 2] = snap ? snapToThird(z) : z;
  }
  return positions;
}

/** 1/3 or 2/3 for a coordinate within 1e-4 (relative) of it, which is what pymatgen's CifParser does. */
function snapToThird(x: number): number {
  if (Math.abs(1 - x / (1 / 3)) < 1e-4) return 1 / 3;
  return Math.abs(1 - x / (2 / 3)) < 1e-4 ? 2 / 3 : x;
}

function place(symbols: readonly string[], slots: readonly string[]): Int32Array {
  const slotOfSite = new Int32Array(symbols.length);
  for (let site = 0; site < symbols.length; site++) {
    slotOfSite[site] = slots.indexOf(symbols[site] ?? "");
  }
  return slotOfSite;
}

/** Sorts the sites and gives slots to elements in the order in which they appear. */
function reorder(
  lattice: Lattice,
  symbols: readonly string[],
  positions: Float64Array,
  order: readonly number[],
): PreparedStructure {
  const sorted = order.map((site) => symbols[site] ?? "");
  const slots = findSlots(sorted);
  const moved = new Float64Array(positions.length);
  for (let to = 0; to < order.length; to++) {
    const from = order[to] ?? 0;
    for (let axis = 0; axis < 3; axis++) moved[3 * to + axis] = positions[3 * from + axis] ?? 0;
  }
  return { lattice, positions: moved, slots, slotOfSite: place(sorted, slots) };
}

function canonicalize(structure: Structure): Structure {
  try {
    return canonicalizeStructure(structure);
  } catch (cause) {
    if (!(cause instanceof CrystalError)) throw cause;
    throw new FeaturizeError(
      "FEATURIZE_NOT_CANONICAL",
      `no canonical form: ${cause.message}`,
      {},
      { cause },
    );
  }
}
