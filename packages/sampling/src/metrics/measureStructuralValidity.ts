import { checkValidity } from "@ftcp/crystal";
import type { ValidityOptions } from "@ftcp/crystal";
import type { GeneratedCrystals } from "./generatedCrystals.ts";

/**
 * Structural validity of a generated set as CDVAE defines it: the share of crystals with no two atoms within
 * 0.5 Å and a volume of 0.1 Å³ or more.
 *
 * @param generated - the set
 * @param options - other thresholds, see `checkValidity` of `@ftcp/crystal`
 * @returns a share of 1; NaN for an empty set
 *
 * @remarks
 * An atom and its own periodic images do not count as two atoms, as in CDVAE.
 *
 * @see T. Xie et al., ICLR 2022, section 5.2, doi:10.48550/arXiv.2110.06197
 */
export function measureStructuralValidity(
  generated: GeneratedCrystals,
  options: ValidityOptions = {},
): number {
  const valid = generated.filter(
    (structure) => structure !== undefined && checkValidity(structure, options).valid,
  );
  return valid.length / generated.length;
}
