import type { Species } from "@ftcp/crystal";

import type { AtomSymbol } from "./atomSymbol.ts";
import { parseTypeSymbol } from "./parseTypeSymbol.ts";

/** How far shares may sum above 1. */
const roundingOfShares = 0.01;

/**
 * Reads a type symbol that names a mixture with all shares written: `0.75Si + 0.25Al`, `Na0.5K0.5`.
 *
 * @param text - the value of `_atom_site_type_symbol`
 * @returns the mixture; `undefined` when the text is none, a share is missing or they sum above 1
 * @internal
 */
export function parseMixedSymbol(text: string): AtomSymbol | undefined {
  const plain = text.replaceAll(/\s/gu, "");
  if (plain.length > 80) return undefined;
  const share = String.raw`(?:0?\.\d+)`;
  const before = new RegExp(
    String.raw`^${share}\*?[A-Z][a-z]?(?:\+?${share}\*?[A-Z][a-z]?)+$`,
    "u",
  );
  const after = new RegExp(String.raw`^[A-Z][a-z]?${share}(?:\+?[A-Z][a-z]?${share})+$`, "u");
  if (!before.test(plain) && !after.test(plain)) return undefined;
  const species: Species[] = [];
  let sum = 0;
  const shares = plain.match(/0?\.\d+/gu) ?? [];
  const symbols = plain.match(/[A-Z][a-z]?/gu) ?? [];
  for (let index = 0; index < symbols.length; index += 1) {
    const atom = parseTypeSymbol(symbols[index] ?? "");
    const occupancy = Number(shares[index]);
    if (atom?.kind !== "atom" || !(occupancy > 0)) return undefined;
    if (species.some(({ element }) => element === atom.element)) return undefined;
    species.push({ element: atom.element, occupancy });
    sum += occupancy;
  }
  return sum > 1 + roundingOfShares ? undefined : { kind: "mixture", species };
}
