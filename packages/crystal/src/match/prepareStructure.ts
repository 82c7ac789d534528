import { invertWholeMatrix } from "../geometry/invertWholeMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import { latticeVolume } from "../lattice/latticeVolume.ts";
import { niggliReduce } from "../lattice/niggliReduce.ts";
import type { Site, Structure } from "../structure/structure.ts";
import { findPrimitiveCell } from "./findPrimitiveCell.ts";
import type { MatchSettings } from "./resolveMatchOptions.ts";

/** Tolerance of the search for the primitive cell in Å, that of pymatgen. */
const primitiveTolerance = 0.25;

/** What a structure consists of: enough to tell most pairs apart. */
export interface Content {
  /** The structure described. */
  readonly structure: Structure;
  /** What sites hold, each once, in an order that depends on nothing else. */
  readonly names: readonly string[];
  /** The kind of each site, as an index into `names`. */
  readonly kinds: Int32Array;
  /** How many sites are of each kind. */
  readonly counts: readonly number[];
  /** Text that two structures share if and only if they could match as far as composition goes. */
  readonly key: string;
}

/** A structure reduced and sorted for the search. */
export interface PreparedStructure extends Content {
  /** Primitive (if wanted) Niggli cell, right-handed. */
  readonly lattice: Lattice;
  /** Its volume in Å³. */
  readonly volume: number;
  /** Sites in the cell. */
  readonly size: number;
  /** Sites of each kind in the cell. */
  readonly sizes: readonly number[];
  /** Fractional coordinates of the sites, three each, sites of one kind together. */
  readonly coordinates: Float64Array;
  /** The site of the cell that each site of the structure has become. */
  readonly siteOf: Int32Array;
  /** `lattice rows = basis / denominator · rows of the structure`, whole numbers. */
  readonly basis: Matrix3;
  /** What `basis` is to be divided by. */
  readonly denominator: number;
}

/** The first, cheap step: what the structure consists of. */
export function describeContent(structure: Structure, sites: MatchSettings["sites"]): Content {
  const texts = structure.sites.map(sites === "framework" ? () => "any" : nameSite(sites));
  const names = [...new Set(texts)].sort();
  const positions = new Map(names.map((name, index) => [name, index]));
  const kinds = Int32Array.from(texts, (text) => positions.get(text) ?? 0);
  const counts = new Array<number>(names.length).fill(0);
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  const divisor = counts.reduce(commonDivisor, 0);
  const parts = counts.map((count) => count / divisor);
  const key =
    sites === "anonymous"
      ? parts.toSorted((a, b) => a - b).join()
      : names.map((name, kind) => `${name}*${parts[kind] ?? 0}`).join(" ");
  return { structure, names, kinds, counts, key };
}

/** The second step: the reduced cell. */
export function prepareStructure(content: Content, primitive: boolean): PreparedStructure {
  const { structure, names, kinds } = content;
  const start = niggliReduce(structure.lattice);
  const coordinates = new Float64Array(3 * kinds.length);
  for (const [index, { fractional }] of structure.sites.entries()) {
    coordinates[3 * index] = fractional[0];
    coordinates[3 * index + 1] = fractional[1];
    coordinates[3 * index + 2] = fractional[2];
  }
  changeBasis(coordinates, start.transformation);
  const cell = { matrix: start.lattice.matrix, coordinates, kinds };
  let lattice = start.lattice;
  let basis = start.transformation;
  let denominator = 1;
  let small: { readonly coordinates: Float64Array; readonly kinds: Int32Array } = {
    coordinates,
    kinds,
  };
  let siteOf: Int32Array | undefined;
  const reduced = primitive ? findPrimitiveCell(cell, primitiveTolerance) : undefined;
  if (reduced !== undefined && reduced.order > 1) {
    const end = niggliReduce(latticeFromMatrix(reduced.matrix));
    lattice = end.lattice;
    changeBasis(reduced.coordinates, end.transformation);
    basis = multiplyMatrices(end.transformation, multiplyMatrices(reduced.basis, basis));
    denominator = reduced.denominator;
    small = reduced;
    siteOf = reduced.siteOf;
  }
  // Sorted by kind, by counting.
  const size = small.kinds.length;
  const sizes = new Array<number>(names.length).fill(0);
  for (const kind of small.kinds) sizes[kind] = (sizes[kind] ?? 0) + 1;
  const next = new Int32Array(names.length);
  for (let kind = 1; kind < names.length; kind++) {
    next[kind] = (next[kind - 1] ?? 0) + (sizes[kind - 1] ?? 0);
  }
  const sorted = new Float64Array(3 * size);
  const place = new Int32Array(size);
  for (let site = 0; site < size; site++) {
    const kind = small.kinds[site] ?? 0;
    const at = next[kind] ?? 0;
    next[kind] = at + 1;
    place[site] = at;
    for (let axis = 0; axis < 3; axis++) {
      const value = small.coordinates[3 * site + axis] ?? 0;
      sorted[3 * at + axis] = value - Math.floor(value);
    }
  }
  return {
    ...content,
    lattice,
    volume: latticeVolume(lattice),
    size,
    sizes,
    coordinates: sorted,
    siteOf: siteOf === undefined ? place : siteOf.map((site) => place[site] ?? 0),
    basis,
    denominator,
  };
}

function nameSite(sites: "species" | "elements" | "anonymous"): (site: Site) => string {
  return ({ species }) => {
    const [only] = species;
    if (species.length === 1 && only?.occupancy === 1) {
      return sites === "elements" || only.charge === undefined
        ? only.element
        : `${only.element}:${only.charge}`;
    }
    const amounts = new Map<string, number>();
    for (const { element, charge, occupancy } of species) {
      const name = sites === "elements" || charge === undefined ? element : `${element}:${charge}`;
      amounts.set(name, (amounts.get(name) ?? 0) + occupancy);
    }
    // Occupancies that differ by less than 1e-8 are equal, as in pymatgen.
    return [...amounts]
      .map(([name, amount]) => `${name}=${Math.round(amount * 1e8) / 1e8}`)
      .sort()
      .join("+");
  };
}

/** Turns fractional coordinates, in place, into those for the basis `transformation · old`. */
function changeBasis(coordinates: Float64Array, transformation: Matrix3): void {
  const [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] = invertWholeMatrix(transformation);
  for (let at = 0; at < coordinates.length; at += 3) {
    const x = coordinates[at] ?? 0;
    const y = coordinates[at + 1] ?? 0;
    const z = coordinates[at + 2] ?? 0;
    coordinates[at] = x * xx + y * yx + z * zx;
    coordinates[at + 1] = x * xy + y * yy + z * zy;
    coordinates[at + 2] = x * xz + y * yz + z * zz;
  }
}

function commonDivisor(left: number, right: number): number {
  return right === 0 ? left : commonDivisor(right, left % right);
}
