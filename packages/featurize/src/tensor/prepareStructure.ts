import {
  canonicalizeStructure,
  CrystalError,
  elementBySymbol,
  type Lattice,
  type Structure,
  type Vector3,
} from "@ftcp/crystal";

import { FeaturizeError } from "../featurizeError.ts";
import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import { propertyVector } from "../property/propertyVector.ts";

/** An ordered crystal with its elements sorted into slots. */
export interface PreparedStructure {
  /** Cell as it goes into the tensor. */
  readonly lattice: Lattice;
  /** Fractional coordinates of the sites. */
  readonly fractionals: readonly Vector3[];
  /** Element of each slot, no more than the layout holds. */
  readonly slots: readonly string[];
  /** Slot of each site. */
  readonly slotOfSite: readonly number[];
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
  const symbols = sites.map(({ species }, site) => {
    const [first] = species;
    if (first?.occupancy !== 1 || species.length !== 1) {
      throw new FeaturizeError(
        "FEATURIZE_DISORDERED_SITE",
        `site ${site} is not filled by one element alone`,
        { site },
      );
    }
    return first.element === "D" || first.element === "T" ? "H" : first.element;
  });
  const present = [...new Set(symbols)];
  for (const element of present) propertyVector(element); // throws when the element is not known
  if (present.length > layout.maxElements) {
    throw new FeaturizeError(
      "FEATURIZE_TOO_MANY_ELEMENTS",
      `${present.length} elements, the layout holds ${layout.maxElements}`,
      { count: present.length, limit: layout.maxElements },
    );
  }
  const { a, b, c, alpha, beta, gamma } = lattice;
  if (![a, b, c, alpha, beta, gamma].every(Number.isFinite)) {
    throw new FeaturizeError("FEATURIZE_NOT_FINITE", "a lattice parameter is not finite");
  }
  sites.forEach(({ fractional }, site) => {
    if (!fractional.every(Number.isFinite)) {
      throw new FeaturizeError("FEATURIZE_NOT_FINITE", `site ${site}: not finite`, { site });
    }
  });

  if (layout.name === "paper") {
    return {
      lattice,
      fractionals: sites.map((site) => site.fractional),
      slots: present,
      slotOfSite: symbols.map((symbol) => present.indexOf(symbol)),
    };
  }
  const canonical = canonicalize({
    lattice,
    sites: sites.map(({ fractional }, site) => ({
      species: [{ element: symbols[site] ?? "", occupancy: 1 }],
      fractional,
    })),
  });
  const slots = present.sort(compareByElectronegativity);
  return {
    lattice: canonical.lattice,
    fractionals: canonical.sites.map((site) => site.fractional),
    slots,
    slotOfSite: canonical.sites.map((site) => slots.indexOf(site.species[0]?.element ?? "")),
  };
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

/** Ascending electronegativity, elements without one last, ties by atomic number. */
function compareByElectronegativity(left: string, right: string): number {
  const a = elementBySymbol(left);
  const b = elementBySymbol(right);
  const x = a.electronegativity ?? Infinity;
  const y = b.electronegativity ?? Infinity;
  if (x !== y) return x < y ? -1 : 1;
  return a.number - b.number;
}
