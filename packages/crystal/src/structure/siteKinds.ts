import { elementBySymbol } from "../element/elementBySymbol.ts";
import { compareElements } from "../element/compareElements.ts";
import type { Site, Species, Structure } from "./structure.ts";

/** The distinct contents of sites in a structure. */
export interface SiteKinds {
  /** Text that two sites share if and only if they hold the same species; ordered, see below. */
  readonly names: readonly string[];
  /** The kind of each site, as an index into `names`. */
  readonly ofSite: readonly number[];
}

/**
 * Sorts the sites of a structure by what they hold.
 *
 * Kinds are ordered by their species, the largest occupancy first: ascending electronegativity (none
 * last), then atomic number, then charge and occupancy. In an ordered crystal a kind is an element, or
 * an element with a charge.
 */
export function siteKinds(structure: Structure): SiteKinds {
  const found: Kind[] = [];
  const foundOfSite: number[] = [];
  // Neighbours in a list mostly hold the same.
  let last = 0;
  for (const site of structure.sites) {
    const [only] = site.species;
    if (site.species.length !== 1 || only === undefined || !isOnly(found[last], only)) {
      const species = sortSpecies(site);
      const name = nameOf(species);
      last = found.findIndex((kind) => kind.name === name);
      if (last === -1) last = found.push({ species, name }) - 1;
    }
    foundOfSite.push(last);
  }
  const sorted = [...found].sort((left, right) => compareKinds(left.species, right.species));
  const rankOf = found.map((kind) => sorted.indexOf(kind));
  return {
    names: sorted.map(({ name }) => name),
    ofSite: foundOfSite.map((index) => rankOf[index] ?? 0),
  };
}

interface Kind {
  readonly species: readonly Species[];
  readonly name: string;
}

/** Whether a kind is one species alone, namely this one. */
function isOnly(kind: Kind | undefined, { element, occupancy, charge }: Species): boolean {
  const only = kind?.species[0];
  return (
    only !== undefined &&
    kind?.species.length === 1 &&
    only.element === element &&
    only.occupancy === occupancy &&
    only.charge === charge
  );
}

function nameOf(species: readonly Species[]): string {
  let name = "";
  for (const { element, occupancy, charge } of species) {
    name += `${name === "" ? "" : ","}${element}:${charge ?? ""}:${occupancy}`;
  }
  return name;
}

function sortSpecies(site: Site): readonly Species[] {
  if (site.species.length === 1) return site.species;
  return [...site.species].sort(
    (left, right) => right.occupancy - left.occupancy || compareSpecies(left, right),
  );
}

function compareKinds(left: readonly Species[], right: readonly Species[]): number {
  for (const [index, species] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compareSpecies(species, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareSpecies(left: Species, right: Species): number {
  if (left.element !== right.element) {
    const leftElement = elementBySymbol(left.element);
    const rightElement = elementBySymbol(right.element);
    const order =
      (leftElement.electronegativity ?? Infinity) - (rightElement.electronegativity ?? Infinity);
    // NaN, from two elements without a value, is as good as a tie.
    if (order > 0 || order < 0) return order;
    return leftElement.number - rightElement.number || compareElements(left.element, right.element);
  }
  return (left.charge ?? 0) - (right.charge ?? 0) || right.occupancy - left.occupancy;
}
