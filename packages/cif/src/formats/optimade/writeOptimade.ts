import { elementBySymbol, fractionalToCartesian } from "@ftcp/crystal";
import type { Composition, Site, Species, Structure } from "@ftcp/crystal";

import { formulaOf } from "../../formulaOf.ts";
import { chemicalSymbolOf } from "../isotopes.ts";
import { requireFinite } from "../json/requireFinite.ts";
import type { WriteJsonOptions } from "../json/writeJsonOptions.ts";
import { describeComposition } from "./describeComposition.ts";

/** What a written structure resource says besides the crystal. */
export interface WriteOptimadeOptions extends WriteJsonOptions {
  /** The resource's `id`, the reduced formula by default. */
  readonly id?: string;
  /** Date and time as RFC 3339 has them, such as `2026-11-22T12:00:00Z`; null by default. */
  readonly lastModified?: string;
}

/**
 * Writes a crystal as a structure resource of the OPTIMADE API, version 1.
 *
 * @param structure - any crystal
 * @param options - see {@link WriteOptimadeOptions}
 * @returns the text: `{ "id", "type": "structures", "attributes" }`
 * @throws {@link FormatError} with code `FORMAT_UNWRITABLE` when a number is not finite
 *
 * @remarks
 * Every number is the shortest decimal that gives the same double. The format holds Cartesian
 * coordinates only; fractional ones come back but for a rounding error of some 1e-16. A site that is
 * partly empty gets a `vacancy`, which makes `structure_features` `["disorder"]`, as does a shared
 * site. Formulas in whole numbers are null where the amounts have no ratio of whole numbers up to 1000.
 * Deuterium and tritium are hydrogen with their `mass`. Charges and labels, for which there is no
 * property, stand in `_ftcp_species_charges` and `_ftcp_site_labels`.
 *
 * @example
 * ```ts
 * JSON.parse(writeOptimade(structure)).attributes.nsites;
 * ```
 *
 * @see https://github.com/Materials-Consortia/OPTIMADE/blob/v1.2.0/optimade.rst#structures-entries
 */
export function writeOptimade(structure: Structure, options: WriteOptimadeOptions = {}): string {
  const { lattice, sites } = structure;
  const { names, species } = nameSpecies(sites);
  const isDisordered = species.some(({ attributes }) => attributes.chemical_symbols.length > 1);
  const charges = species.filter(({ charges: each }) => each.some((charge) => charge !== null));
  const labels = sites.map(({ label }) => label ?? null);
  const resource = {
    id: options.id ?? formulaOf(structure),
    type: "structures",
    attributes: {
      immutable_id: null,
      last_modified: options.lastModified ?? null,
      ...describeComposition(chemicalComposition(sites)),
      dimension_types: [1, 1, 1],
      nperiodic_dimensions: 3,
      lattice_vectors: lattice.matrix,
      cartesian_site_positions: sites.map(({ fractional }) =>
        fractionalToCartesian(lattice, fractional),
      ),
      nsites: sites.length,
      species: species.map(({ attributes }) => attributes),
      species_at_sites: names,
      structure_features: isDisordered ? ["disorder"] : [],
      ...(charges.length === 0
        ? {}
        : {
            _ftcp_species_charges: Object.fromEntries(
              charges.map(({ attributes: { name }, charges: each }) => [name, each]),
            ),
          }),
      ...(labels.every((label) => label === null) ? {} : { _ftcp_site_labels: labels }),
    },
  };
  return `${JSON.stringify(resource, requireFinite("optimade"), options.indent)}\n`;
}

/** A kind of site, and what OPTIMADE has no attribute for. */
interface NamedSpecies {
  readonly attributes: {
    readonly name: string;
    readonly chemical_symbols: readonly string[];
    readonly concentration: readonly number[];
    readonly mass?: readonly number[];
  };
  /** Charges in the order of the symbols, null where not known. */
  readonly charges: readonly (number | null)[];
}

/** A name for every kind of site, and the kinds. */
function nameSpecies(sites: readonly Site[]): {
  names: readonly string[];
  species: readonly NamedSpecies[];
} {
  const byKey = new Map<string, NamedSpecies>();
  const used = new Set<string>();
  const names = sites.map(({ species }) => {
    const key = JSON.stringify(
      species.map(({ element, occupancy, charge }) => [element, occupancy, charge]),
    );
    let named = byKey.get(key);
    if (named === undefined) {
      named = describeSpecies(uniqueName(species, used), species);
      used.add(named.attributes.name);
      byKey.set(key, named);
    }
    return named.attributes.name;
  });
  return { names, species: [...byKey.values()] };
}

/** The element's symbol for a plain site, which simple readers count on; `Fe3+`, `Mg0.6Ca0.4`, … else. */
function uniqueName(species: readonly Species[], used: ReadonlySet<string>): string {
  const [only] = species;
  if (species.length === 1 && only?.occupancy === 1 && !used.has(only.element)) return only.element;
  const base = species
    .map(({ element, occupancy, charge }) => {
      const sign = charge === undefined ? "" : `${Math.abs(charge)}${charge < 0 ? "-" : "+"}`;
      return `${element}${sign}${occupancy === 1 ? "" : `${sign === "" ? "" : ":"}${occupancy}`}`;
    })
    .join(" ");
  let name = base;
  for (let index = 2; used.has(name); index += 1) name = `${base} #${index}`;
  return name;
}

function describeSpecies(name: string, species: readonly Species[]): NamedSpecies {
  let vacancy = 1;
  for (const { occupancy } of species) vacancy -= occupancy;
  // Occupancies that sum to 1 but for rounding leave no vacancy.
  const isPartlyEmpty = vacancy > 1e-8;
  const isIsotope = species.some(({ element }) => element !== chemicalSymbolOf(element));
  const end = isPartlyEmpty ? 1 : 0;
  const mass = [
    ...species.map(({ element }) => elementBySymbol(element).mass),
    ...[0].slice(0, end),
  ];
  return {
    attributes: {
      name,
      chemical_symbols: [
        ...species.map(({ element }) => chemicalSymbolOf(element)),
        ...["vacancy"].slice(0, end),
      ],
      concentration: [...species.map(({ occupancy }) => occupancy), ...[vacancy].slice(0, end)],
      ...(isIsotope ? { mass } : {}),
    },
    charges: species.map(({ charge }) => charge ?? null),
  };
}

/** Atoms per cell with the isotopes counted as hydrogen. */
function chemicalComposition(sites: readonly Site[]): Composition {
  const amounts: Record<string, number> = {};
  for (const { species } of sites) {
    for (const { element, occupancy } of species) {
      const symbol = chemicalSymbolOf(element);
      amounts[symbol] = (amounts[symbol] ?? 0) + occupancy;
    }
  }
  return amounts;
}
