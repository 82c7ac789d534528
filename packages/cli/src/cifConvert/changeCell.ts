import { niggliReduce, wrapFractional } from "@ftcp/crystal";
import type { Matrix3, Structure, Vector3 } from "@ftcp/crystal";
import { symmetrizeStructure } from "@ftcp/crystal/symmetry";
import type { SymmetryDataset, SymmetryFinder } from "@ftcp/crystal/symmetry";
import type { ConvertOptions } from "./convertOptions.ts";

/** The distance in Å within which symmetry is found unless another one is asked for. */
const defaultTolerance = 0.01;

/** A crystal as it is to be written. */
export interface ConvertedCrystal {
  /** The crystal. */
  readonly structure: Structure;
  /** Its symmetry, where it was asked for. */
  readonly symmetry: SymmetryDataset | undefined;
}

/**
 * Brings a crystal into the cell and onto the symmetry that were asked for.
 *
 * @param structure - the crystal
 * @param options - which cell, and whether to symmetrize
 * @param finder - finds its symmetry; may be undefined where none of the options needs it
 * @returns the crystal, and its symmetry in its new cell
 * @throws CrystalError with code `CRYSTAL_SYMMETRY_FAILED` when no symmetry can be determined
 */
export function changeCell(
  structure: Structure,
  options: Pick<ConvertOptions, "symmetrize" | "primitive" | "conventional" | "niggli">,
  finder: SymmetryFinder | undefined,
): ConvertedCrystal {
  const { symmetrize, primitive = false, conventional = false, niggli = false } = options;
  const tolerance = typeof symmetrize === "number" ? symmetrize : defaultTolerance;
  let changed = structure;
  if (finder !== undefined && (primitive || conventional)) {
    const dataset = finder.find(structure, { tolerance });
    changed = primitive ? dataset.primitive : dataset.conventional;
  } else if (niggli) {
    changed = toNiggliCell(structure);
  }
  if (finder === undefined || symmetrize === undefined) {
    return { structure: changed, symmetry: undefined };
  }
  const symmetry = finder.find(changed, { tolerance });
  return { structure: symmetrizeStructure(changed, symmetry), symmetry };
}

function toNiggliCell({ lattice, sites }: Structure): Structure {
  const reduction = niggliReduce(lattice);
  const inverse = invertWhole(reduction.transformation);
  return {
    lattice: reduction.lattice,
    sites: sites.map((site) => ({ ...site, fractional: multiply(site.fractional, inverse) })),
  };
}

function multiply([x, y, z]: Vector3, [a, b, c]: Matrix3): Vector3 {
  return [
    wrapFractional(x * a[0] + y * b[0] + z * c[0]),
    wrapFractional(x * a[1] + y * b[1] + z * c[1]),
    wrapFractional(x * a[2] + y * b[2] + z * c[2]),
  ];
}

/** The inverse of a matrix of whole numbers with determinant 1 or -1, exactly. */
function invertWhole([a, b, c]: Matrix3): Matrix3 {
  const cofactors = [cross(b, c), cross(c, a), cross(a, b)] as const;
  const sign = a[0] * cofactors[0][0] + a[1] * cofactors[0][1] + a[2] * cofactors[0][2];
  const at = (row: number, column: 0 | 1 | 2): number => sign * (cofactors[column][row] ?? 0) + 0;
  return [
    [at(0, 0), at(0, 1), at(0, 2)],
    [at(1, 0), at(1, 1), at(1, 2)],
    [at(2, 0), at(2, 1), at(2, 2)],
  ];
}

function cross([a, b, c]: Vector3, [d, e, f]: Vector3): Vector3 {
  return [b * f - c * e, c * d - a * f, a * e - b * d];
}
