import { CrystalError } from "../crystalError.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import { latticeVolume } from "../lattice/latticeVolume.ts";
import type { Structure } from "../structure/structure.ts";
import { estimateVolume } from "./estimateVolume.ts";

/** What {@link rescaleVolume} counts as far off. */
export interface RescaleVolumeOptions {
  /** Least volume of the cell as a share of the sum of the atomic volumes; 0.7 by default. */
  readonly minimum?: number;
  /** Greatest volume of the cell as a share of that sum; 1.75 by default. */
  readonly maximum?: number;
}

/** What {@link rescaleVolume} did. */
export interface VolumeRescaling {
  /** The crystal with its volume near that of its atoms; the given object when it was so before. */
  readonly structure: Structure;
  /** What the volume was multiplied by; 1 when nothing was done. */
  readonly factor: number;
  /** Volume over the sum of the atomic volumes before; undefined where an element has no volume. */
  readonly ratioBefore: number | undefined;
  /** The same afterwards. */
  readonly ratioAfter: number | undefined;
}

/**
 * Gives a crystal whose cell is far too large or too small the volume of its atoms, its shape kept.
 *
 * @param structure - any crystal with sites
 * @param options - what counts as far off
 * @returns the crystal and what was done; nothing is done where an element is not in {@link atomicVolumes}
 * @throws {@link CrystalError} with code `CRYSTAL_NO_SITES` when there are no sites
 * @throws RangeError when the limits do not enclose 1
 *
 * @remarks
 * A volume outside of the limits becomes the sum itself, so that a second call changes nothing. By the
 * default limits 1 % of the crystals of the Materials Project are too thin (layers and molecules, most of
 * them) and fewer than 0.1 % too dense. Lengths change by the cube root of the factor; fractional coordinates
 * and symmetry stay.
 *
 * @example
 * ```ts
 * const { structure, factor } = rescaleVolume(decoded);
 * ```
 */
export function rescaleVolume(
  structure: Structure,
  options: RescaleVolumeOptions = {},
): VolumeRescaling {
  const { minimum = 0.7, maximum = 1.75 } = options;
  if (!(minimum > 0 && minimum <= 1 && maximum >= 1)) {
    throw new RangeError(`Limits from ${minimum} to ${maximum} do not enclose 1.`);
  }
  const { lattice, sites } = structure;
  if (sites.length === 0) {
    throw new CrystalError("CRYSTAL_NO_SITES", "An empty cell has no atoms to give it a volume.");
  }
  const estimate = estimateVolume(structure);
  const ratio = estimate === undefined ? undefined : latticeVolume(lattice) / estimate;
  if (ratio === undefined || (ratio >= minimum && ratio <= maximum)) {
    return { structure, factor: 1, ratioBefore: ratio, ratioAfter: ratio };
  }
  const stretch = Math.cbrt(1 / ratio);
  const scale = ([x, y, z]: Vector3): Vector3 => [stretch * x, stretch * y, stretch * z];
  const [a, b, c] = lattice.matrix;
  const matrix: Matrix3 = [scale(a), scale(b), scale(c)];
  return {
    structure: { lattice: latticeFromMatrix(matrix), sites },
    factor: 1 / ratio,
    ratioBefore: ratio,
    ratioAfter: 1,
  };
}
