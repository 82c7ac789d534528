import { createLattice, CrystalError, latticeVolume } from "@ftcp/crystal";
import type { Lattice } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifValue } from "../syntax/cifDocument.ts";
import { readNumber } from "../syntax/readNumber.ts";
import { isPresent } from "./isPresent.ts";
import { requireUnique } from "./requireUnique.ts";

/** Relative difference of volumes that no rounding of the cell explains. */
const volumeTolerance = 0.01;

/**
 * Reads the cell parameters of a block.
 *
 * @param block - a data block
 * @param log - receives the remarks
 * @returns the lattice
 * @throws {@link CifError} with code `CIF_MISSING_CELL`, `CIF_INVALID_NUMBER` or `CIF_INVALID_CELL`
 * @internal
 */
export function readCell(block: CifBlock, log: DiagnosticLog): Lattice {
  const a = readLength(block, "_cell_length_a");
  const b = readLength(block, "_cell_length_b");
  const c = readLength(block, "_cell_length_c");
  const alpha = readAngle(block, "_cell_angle_alpha", log);
  const beta = readAngle(block, "_cell_angle_beta", log);
  const gamma = readAngle(block, "_cell_angle_gamma", log);
  let lattice: Lattice;
  try {
    lattice = createLattice({ a, b, c, alpha, beta, gamma });
  } catch (cause) {
    if (!(cause instanceof CrystalError)) throw cause;
    const at = block.value("_cell_length_a") ?? block;
    throw new CifError("CIF_INVALID_CELL", cause.message, {
      line: at.line,
      column: at.column,
      block: block.name,
      cause,
    });
  }
  const volumeValue = block.value("_cell_volume");
  if (isPresent(volumeValue)) {
    const given = readNumber(volumeValue.text);
    const volume = latticeVolume(lattice);
    if (Math.abs(given - volume) > volumeTolerance * volume) {
      log.note(
        "warning",
        "CIF_VOLUME_CONTRADICTION",
        `the cell has ${volume.toFixed(2)} Å^3, but _cell_volume is ${given}`,
        volumeValue,
      );
    }
  }
  return lattice;
}

function readLength(block: CifBlock, tag: string): number {
  const value = block.value(tag);
  const { line, column } = value ?? block;
  if (!isPresent(value)) {
    throw new CifError("CIF_MISSING_CELL", `the block ${block.name} has atoms but no ${tag}`, {
      line,
      column,
      block: block.name,
    });
  }
  requireUnique(block, tag);
  return readCellNumber(block, tag, value);
}

function readAngle(block: CifBlock, tag: string, log: DiagnosticLog): number {
  const value = block.value(tag);
  const { line, column } = value ?? block;
  if (!isPresent(value)) {
    // The core dictionary gives 90 degrees as the default value.
    log.note("warning", "CIF_CELL_ANGLE_ASSUMED", `${tag} is not given; 90 degrees are taken`, {
      line,
      column,
    });
    return 90;
  }
  requireUnique(block, tag);
  return readCellNumber(block, tag, value);
}

function readCellNumber(block: CifBlock, tag: string, value: CifValue): number {
  const number = readNumber(value.text);
  if (Number.isNaN(number)) {
    throw new CifError("CIF_INVALID_NUMBER", `${tag} is no number: ${value.text.slice(0, 40)}`, {
      line: value.line,
      column: value.column,
      block: block.name,
    });
  }
  return number;
}
