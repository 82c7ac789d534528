import type { Design } from "@ftcp/sampling";
import type { DesignRun } from "./designRun.ts";
import type { RankedDesign } from "./rankedDesign.ts";
import { writeDesignCif } from "./writeDesignCif.ts";

/**
 * Puts designs in order, nearest to the target first, and names them. Where the model has looked at the crystals again, the
 * mean of the distance over its uncertainty counts.
 *
 * @param designs - as they were found
 * @param run - the run that found them
 * @returns the designs with ids, file names and CIFs
 */
export function rankDesigns(
  designs: readonly Design[],
  run: Omit<DesignRun, "funnel">,
): readonly RankedDesign[] {
  const digits = Math.max(3, String(designs.length).length);
  return [...designs]
    .sort((a, b) => distanceOf(a) - distanceOf(b))
    .map((design, i) => {
      const id = `${String(i + 1).padStart(digits, "0")}-${design.formula}`;
      return { id, file: `${id}.cif`, design, cif: writeDesignCif(design, id, run) };
    });
}

function distanceOf({ targetDistance, reencoded }: Design): number {
  return reencoded?.expectedDistance ?? targetDistance;
}
