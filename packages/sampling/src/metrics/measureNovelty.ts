import { createStructureMatcher } from "@ftcp/crystal";
import type { Structure, StructureMatcher } from "@ftcp/crystal";
import { createNoveltyTest } from "./createNoveltyTest.ts";
import type { GeneratedCrystals } from "./generatedCrystals.ts";

/**
 * Novelty of a generated set: the share of crystals that are not known.
 *
 * @param generated - the set
 * @param known - the known crystals, such as the training set
 * @param by - `structure`: a structure matcher finds no equal one, as in MatterGen; `formula`: none has the
 *   reduced formula, as in the FTCP paper, which is stricter
 * @param matcher - the matcher; by default with pymatgen's tolerances (0.2, 0.3, 5°), which MatterGen takes
 * @returns a share of 1; NaN for an empty set
 *
 * @see C. Zeni et al., Nature 639, 624 (2025), doi:10.1038/s41586-025-08628-5; FTCP paper, section 3.5
 */
export function measureNovelty(
  generated: GeneratedCrystals,
  known: Iterable<Structure>,
  by: "structure" | "formula",
  matcher: Pick<StructureMatcher, "compare"> = createStructureMatcher(),
): number {
  const isNovel = createNoveltyTest(known, by, matcher);
  const novel = generated.filter((structure) => structure !== undefined && isNovel(structure));
  return novel.length / generated.length;
}
