import type { Design } from "@ftcp/sampling";
import type { JudgeOpinion } from "./askJudges.ts";
import type { DesignRun } from "./designRun.ts";
import type { MostSimilarCrystal } from "./measureDissimilarity.ts";
import type { RankedDesign } from "./rankedDesign.ts";
import { writeDesignCif } from "./writeDesignCif.ts";

/**
 * Puts designs in order, nearest to the target first, and names them. Where the model has looked at the crystals again, the
 * mean of the distance over its uncertainty counts; where further models were asked, the mean of that and of theirs, so
 * that models which disagree put a design back.
 *
 * @param designs - as they were found
 * @param run - the run that found them
 * @param opinions - what further models say of each design
 * @param mostSimilar - the known crystal most like each design
 * @returns the designs with ids, file names and CIFs
 */
export function rankDesigns(
  designs: readonly Design[],
  run: Omit<DesignRun, "funnel">,
  opinions: readonly (readonly JudgeOpinion[])[] = [],
  mostSimilar: readonly (MostSimilarCrystal | undefined)[] = [],
): readonly RankedDesign[] {
  const digits = Math.max(3, String(designs.length).length);
  return designs
    .map((design, at) => ({ design, opinions: opinions[at] ?? [], similar: mostSimilar[at] }))
    .sort((a, b) => distanceOf(a) - distanceOf(b))
    .map(({ design, opinions: given, similar }, i) => {
      const id = `${String(i + 1).padStart(digits, "0")}-${design.formula}`;
      return {
        ...{ id, file: `${id}.cif`, design, cif: writeDesignCif(design, id, run), opinions: given },
        ...(similar === undefined ? {} : { mostSimilar: similar }),
      };
    });
}

function distanceOf({ design, opinions }: Pick<RankedDesign, "design" | "opinions">): number {
  const distances = [
    design.reencoded?.expectedDistance ?? design.targetDistance,
    ...opinions.flatMap(({ targetDistance }) => targetDistance ?? []),
  ];
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}
