import { createLattice } from "@ftcp/crystal";
import type { Lattice } from "@ftcp/crystal";

import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { OperationSet } from "../symmetry/operationSet.ts";
import { operationsFitLattice } from "../symmetry/operationsFitLattice.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifPlace } from "../syntax/cifPlace.ts";
import type { CellReading } from "./readCell.ts";

const gammaTag = "_cell_angle_gamma";

/**
 * Compares a cell with the symmetry, and replaces an angle that was assumed by the one that the symmetry
 * demands.
 *
 * @param block - the data block
 * @param cell - its cell as it was read
 * @param set - the operations
 * @param at - where the symmetry is stated
 * @param log - receives the remarks
 * @returns the lattice
 * @internal
 */
export function settleCell(
  block: CifBlock,
  { lattice, assumed }: CellReading,
  set: OperationSet,
  at: CifPlace,
  log: DiagnosticLog,
): Lattice {
  let settled = lattice;
  const matters = log.isHeard || assumed.length > 0;
  if (matters && set.rotations.length > 2 && !operationsFitLattice(set, lattice)) {
    const { a, b, c, alpha, beta } = lattice;
    const hexagonal =
      assumed.includes(gammaTag) && alpha === 90 && beta === 90
        ? createLattice({ a, b, c, alpha, beta, gamma: 120 })
        : lattice;
    if (hexagonal !== lattice && operationsFitLattice(set, hexagonal)) {
      settled = hexagonal;
    } else {
      log.note(
        "warning",
        "CIF_CELL_CONTRADICTION",
        "the cell does not have the shape that the symmetry demands",
        at,
      );
    }
  }
  for (const tag of assumed) {
    const angle = tag === gammaTag ? settled.gamma : 90;
    log.note(
      "warning",
      "CIF_CELL_ANGLE_ASSUMED",
      `${tag} is not given; ${angle} degrees are taken`,
      block.value(tag) ?? block,
    );
  }
  return settled;
}
