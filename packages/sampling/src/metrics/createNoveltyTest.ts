import { compositionOf, reducedFormula } from "@ftcp/crystal";
import type { Structure, StructureMatcher } from "@ftcp/crystal";

/** A test whether a crystal is not among the known ones, by formula or, within a formula, by structure. */
export function createNoveltyTest(
  known: Iterable<Structure>,
  by: "structure" | "formula",
  matcher: Pick<StructureMatcher, "compare">,
): (structure: Structure) => boolean {
  const knownByFormula = new Map<string, Structure[]>();
  for (const structure of known) {
    const formula = reducedFormula(compositionOf(structure));
    const others = knownByFormula.get(formula);
    if (others === undefined) knownByFormula.set(formula, [structure]);
    else others.push(structure);
  }
  return (structure) => {
    const candidates = knownByFormula.get(reducedFormula(compositionOf(structure))) ?? [];
    if (by === "formula") return candidates.length === 0;
    return !candidates.some((candidate) => matcher.compare(candidate, structure));
  };
}
