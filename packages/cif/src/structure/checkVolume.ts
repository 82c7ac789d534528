import { latticeVolume } from "@ftcp/crystal";
import type { Lattice } from "@ftcp/crystal";

import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import { readNumber } from "../syntax/readNumber.ts";
import { isPresent } from "./isPresent.ts";

/** Relative difference of volumes that no rounding of the cell explains. */
const volumeTolerance = 0.01;

/**
 * Compares the volume of the cell with the one that a block gives.
 *
 * @param block - the data block
 * @param lattice - its cell
 * @param log - receives a remark when they differ by more than 1 %
 * @internal
 */
export function checkVolume(block: CifBlock, lattice: Lattice, log: DiagnosticLog): void {
  const value = block.value("_cell_volume");
  if (!isPresent(value)) return;
  const given = readNumber(value.text);
  const volume = latticeVolume(lattice);
  if (Math.abs(given - volume) > volumeTolerance * volume) {
    log.note(
      "warning",
      "CIF_VOLUME_CONTRADICTION",
      `the cell has ${volume.toFixed(2)} Å^3, but _cell_volume is ${given}`,
      value,
    );
  }
}
