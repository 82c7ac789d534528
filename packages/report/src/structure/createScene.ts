import { elementBySymbol, findNeighbors, fractionalToCartesian, siteElement } from "@ftcp/crystal";
import type { Structure, Vector3 } from "@ftcp/crystal";
import { covalentRadius } from "./covalentRadius.ts";
import { drawnRadius } from "./drawnRadius.ts";

/** Atoms nearer than this to a face, in fractions of the cell, are repeated on the opposite face. */
const faceTolerance = 0.02;

/** Atoms are bonded when nearer than this many times the sum of their covalent radii. */
const bondTolerance = 1.2;

/**
 * Two atoms that are both less electronegative than an anion of the crystal by more than this
 * (Pauling's scale) are bonded to it, not to one another.
 */
const cationGap = 0.9;

/** An atom of the cell, or an image of it on another face. */
export interface SceneAtom {
  /** Index of the site. */
  readonly site: number;
  /** Lattice translation from the site to this image. */
  readonly offset: Vector3;
  /** Cartesian position in Å. */
  readonly position: Vector3;
  /** Element symbol. */
  readonly symbol: string;
  /** Drawn radius in Å. */
  readonly radius: number;
}

/** Half of a bond: each atom has its own. */
export interface SceneBond {
  /** Index of the atom that has it. */
  readonly from: number;
  /** Index of the atom at its other end. */
  readonly to: number;
  /** Distance of the two in Å. */
  readonly distance: number;
}

/** What a picture of a unit cell shows. */
export interface CrystalScene {
  /** The eight corners of the cell in Å; bits 1, 2 and 4 of an index are steps along a, b and c. */
  readonly corners: readonly Vector3[];
  /** The atoms, with their images on opposite faces. */
  readonly atoms: readonly SceneAtom[];
  /** The bonds between them, each twice: from either end. */
  readonly bonds: readonly SceneBond[];
  /** The elements, in the order of the sites. */
  readonly elements: readonly string[];
}

/**
 * Gathers what a picture of a unit cell shows: its corners, the atoms with their images on faces,
 * edges and corners, and the bonds between them.
 *
 * @param structure - an ordered crystal with finite coordinates
 * @returns the scene, in Å
 * @throws CrystalError with code `CRYSTAL_DISORDERED_SITE` when a site is shared or partly empty
 */
export function createScene(structure: Structure): CrystalScene {
  const symbols = structure.sites.map(siteElement);
  const atoms = repeatOnFaces(structure).map((atom): SceneAtom => {
    const symbol = symbols[atom.site] ?? "";
    return { ...atom, symbol, radius: drawnRadius(symbol) };
  });
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
    toCartesian(structure, [corner & 1, (corner >> 1) & 1, (corner >> 2) & 1]),
  );
  return { corners, atoms, bonds: findBonds(structure, atoms), elements: [...new Set(symbols)] };
}

/** Every atom of the cell, with its images on the opposite faces. */
function repeatOnFaces(structure: Structure): Pick<SceneAtom, "site" | "offset" | "position">[] {
  return structure.sites.flatMap(({ fractional }, site) => {
    const [us, vs, ws] = fractional.map((coordinate) => {
      if (coordinate < faceTolerance) return [0, 1];
      return coordinate > 1 - faceTolerance ? [0, -1] : [0];
    });
    return (us ?? []).flatMap((u) =>
      (vs ?? []).flatMap((v) =>
        (ws ?? []).map((w) => ({
          site,
          offset: [u, v, w] as const,
          position: toCartesian(structure, [
            fractional[0] + u,
            fractional[1] + v,
            fractional[2] + w,
          ]),
        })),
      ),
    );
  });
}

/** Bonds by distance, except two cations beside an anion. */
function findBonds(structure: Structure, atoms: readonly SceneAtom[]): SceneBond[] {
  const largest = Math.max(0, ...atoms.map(({ symbol }) => covalentRadius(symbol)));
  const neighbors = findNeighbors(structure, 2 * bondTolerance * largest);
  const anion = Math.max(...atoms.map(({ symbol }) => electronegativity(symbol)));
  const byPlace = new Map(atoms.map((atom, index) => [placeOf(atom.site, atom.offset), index]));
  return atoms.flatMap((atom, index) =>
    neighbors.flatMap(({ from, to, offset, distance }) => {
      if (from !== atom.site) return [];
      const place = placeOf(to, [
        atom.offset[0] + offset[0],
        atom.offset[1] + offset[1],
        atom.offset[2] + offset[2],
      ]);
      const end = byPlace.get(place) ?? -1;
      const other = atoms[end];
      if (other === undefined) return [];
      const limit = bondTolerance * (covalentRadius(atom.symbol) + covalentRadius(other.symbol));
      const nearest = Math.max(electronegativity(atom.symbol), electronegativity(other.symbol));
      if (anion - nearest > cationGap || distance >= limit) return [];
      return [{ from: index, to: end, distance }];
    }),
  );
}

function electronegativity(symbol: string): number {
  return elementBySymbol(symbol).electronegativity ?? 0;
}

function toCartesian(structure: Structure, fractional: Vector3): Vector3 {
  return fractionalToCartesian(structure.lattice, fractional);
}

function placeOf(site: number, offset: Vector3): string {
  return `${site},${offset.join(",")}`;
}
