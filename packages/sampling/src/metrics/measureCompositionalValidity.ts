import { checkNeutrality, compositionOf } from "@ftcp/crystal";
import type { NeutralityOptions } from "@ftcp/crystal";
import type { GeneratedCrystals } from "./generatedCrystals.ts";

/**
 * Compositional validity of a generated set as CDVAE defines it by SMACT: the share whose charges can be
 * balanced in the order of the electronegativities; single elements and alloys pass unasked.
 *
 * @param generated - the set
 * @param options - see `checkNeutrality` of `@ftcp/crystal`; the oxidation states are `smact14` by default,
 *   with which CDVAE and its followers were judged
 * @returns a share of 1; NaN for an empty set
 *
 * @see T. Xie et al., ICLR 2022, section 5.2, doi:10.48550/arXiv.2110.06197; D. W. Davies et al., J. Open
 *   Source Softw. 4, 1361 (2019), doi:10.21105/joss.01361
 */
export function measureCompositionalValidity(
  generated: GeneratedCrystals,
  options: NeutralityOptions = {},
): number {
  const valid = generated.filter(
    (structure) =>
      structure !== undefined &&
      checkNeutrality(compositionOf(structure), { oxidationStates: "smact14", ...options }).valid,
  );
  return valid.length / generated.length;
}
