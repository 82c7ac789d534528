import type { Structure } from "@ftcp/crystal";
import { createScene } from "./createScene.ts";

/** A scene as short plain data for the page's script, with the middle of the cell at the origin. */
export interface PackedScene {
  /** The elements that occur. */
  readonly elements: readonly string[];
  /** Element (an index), x, y and z in Å of each atom. */
  readonly atoms: readonly (readonly number[])[];
  /** Pairs of bonded atoms. */
  readonly bonds: readonly (readonly [number, number])[];
  /** Lattice vectors in Å. */
  readonly cell: readonly (readonly number[])[];
}

/**
 * Packs the picture of a unit cell for the page's script.
 *
 * @param structure - an ordered crystal with finite coordinates
 * @returns plain data; positions to a thousandth of an Å
 * @throws CrystalError with code `CRYSTAL_DISORDERED_SITE` when a site is shared or partly empty
 */
export function packScene(structure: Structure): PackedScene {
  const { atoms, bonds, corners, elements } = createScene(structure);
  const middle = ([0, 1, 2] as const).map((axis) => (corners[7]?.[axis] ?? 0) / 2);
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    elements,
    atoms: atoms.map(({ symbol, position }) => [
      elements.indexOf(symbol),
      ...position.map((value, axis) => round(value - (middle[axis] ?? 0))),
    ]),
    bonds: bonds.flatMap(({ from, to }) => (from < to ? [[from, to] as const] : [])),
    cell: structure.lattice.matrix.map((row) => row.map(round)),
  };
}
