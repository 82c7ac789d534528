import { createLattice, CrystalError } from "@ftcp/crystal";
import type { Lattice } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifValue } from "../syntax/cifValue.ts";
import { readNumber } from "../syntax/readNumber.ts";
import { isPresent } from "./isPresent.ts";
import { requireUnique } from "./requireUnique.ts";

/** The cell of a block. */
export interface CellReading {
  /** The lattice. */
  readonly lattice: Lattice;
  /** Data names of the angles that are not given; 90 degrees are taken for them. */
  readonly assumed: readonly string[];
}

/**
 * Reads the cell parameters of a block.
 *
 * @param block - a data block
 * @returns the lattice
 * @throws {@link CifError} with code `CIF_MISSING_CELL`, `CIF_INVALID_NUMBER` or `CIF_INVALID_CELL`
 * @internal
 */
export function readCell(block: CifBlock): CellReading {
  const a = readLength(block, "_cell_length_a");
  const b = readLength(block, "_cell_length_b");
  const c = readLength(block, "_cell_length_c");
  const assumed: string[] = [];
  const alpha = readAngle(block, "_cell_angle_alpha", assumed);
  const beta = readAngle(block, "_cell_angle_beta", assumed);
  const gamma = readAngle(block, "_cell_angle_gamma", assumed);
  try {
    return { lattice: createLattice({ a, b, c, alpha, beta, gamma }), assumed };
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
}

function readLength(block: CifBlock, tag: string): number {
  const value = block.value(tag);
  if (!isPresent(value)) {
    const { line, column } = block.value(tag) ?? block;
    throw new CifError("CIF_MISSING_CELL", `the block ${block.name} has atoms but no ${tag}`, {
      line,
      column,
      block: block.name,
    });
  }
  requireUnique(block, tag);
  return readCellNumber(block, tag, value);
}

/** The core dictionary gives 90 degrees as the default value. */
function readAngle(block: CifBlock, tag: string, assumed: string[]): number {
  const value = block.value(tag);
  if (!isPresent(value)) {
    assumed.push(tag);
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
