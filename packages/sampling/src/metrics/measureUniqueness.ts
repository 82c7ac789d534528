import { compositionOf, createStructureMatcher, reducedFormula } from "@ftcp/crystal";
import type { StructureMatcher } from "@ftcp/crystal";
import type { GeneratedCrystals } from "./generatedCrystals.ts";

/**
 * Uniqueness of a generated set: the number of different crystals by the number of all.
 *
 * @param generated - the set
 * @param by - `structure`: crystals differ when a structure matcher tells them apart, as in MatterGen;
 *   `formula`: when their reduced formulas differ, as in the FTCP paper
 * @param matcher - the matcher; by default with pymatgen's tolerances (0.2, 0.3, 5°), which MatterGen takes
 * @returns a share of 1; NaN for an empty set
 *
 * @see C. Zeni et al., Nature 639, 624 (2025), doi:10.1038/s41586-025-08628-5; FTCP paper, section 3.5
 */
export function measureUniqueness(
  generated: GeneratedCrystals,
  by: "structure" | "formula",
  matcher: Pick<StructureMatcher, "group"> = createStructureMatcher(),
): number {
  const crystals = generated.filter((structure) => structure !== undefined);
  const different =
    by === "structure"
      ? matcher.group(crystals).length
      : new Set(crystals.map((structure) => reducedFormula(compositionOf(structure)))).size;
  return different / generated.length;
}
