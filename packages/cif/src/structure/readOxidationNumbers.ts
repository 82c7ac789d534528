import type { CifBlock } from "../syntax/cifBlock.ts";
import { readNumber } from "../syntax/readNumber.ts";
import { isPresent } from "./isPresent.ts";

const none: ReadonlyMap<string, number> = new Map();

/**
 * Reads the oxidation numbers of the list of atom types.
 *
 * @param block - a data block
 * @returns the numbers by type symbol as written
 * @internal
 */
export function readOxidationNumbers(block: CifBlock): ReadonlyMap<string, number> {
  const entry = block.entry("_atom_type_oxidation_number");
  if (entry === undefined) return none;
  // Columns of one loop belong together, and so do two single items.
  if (entry !== block.entry("_atom_type_symbol") && entry.kind !== "item") return none;
  const numbers = new Map<string, number>();
  const types = block.values("_atom_type_symbol");
  const values = block.values("_atom_type_oxidation_number");
  for (let index = 0; index < types.length; index += 1) {
    const value = values[index];
    if (!isPresent(value)) continue;
    const number = readNumber(value.text);
    if (!Number.isNaN(number)) numbers.set(types[index]?.text ?? "", number + 0);
  }
  return numbers;
}
