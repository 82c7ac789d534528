import type { Design } from "@ftcp/sampling";
import type { JudgeOpinion } from "./askJudges.ts";
import type { MostSimilarCrystal } from "./measureDissimilarity.ts";

/** A design with its place among the others. */
export interface RankedDesign {
  /** `001-NaCl`: rank by distance from the target, and formula. */
  readonly id: string;
  /** Name of its CIF. */
  readonly file: string;
  /** The design. */
  readonly design: Design;
  /** The text of its CIF. */
  readonly cif: string;
  /** What further models say of it; none where none were asked. */
  readonly opinions: readonly JudgeOpinion[];
  /** The known crystal whose local order is most like its own; absent where it was not looked for. */
  readonly mostSimilar?: MostSimilarCrystal;
}
