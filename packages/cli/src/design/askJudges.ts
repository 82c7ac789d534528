import type { Structure } from "@ftcp/crystal";
import { targetDistance, type PropertyTarget } from "@ftcp/sampling";
import type { LoadedModel } from "../model/loadModel.ts";
import { predictCrystals } from "./predictCrystals.ts";

/** What a further model says of a design. */
export interface JudgeOpinion {
  /** Name of the model. */
  readonly model: string;
  /** What it predicts for the crystal, by property name, each in its unit. */
  readonly predicted: Readonly<Record<string, number>>;
  /** Distance of that from the targets; absent where it does not know all their properties. */
  readonly targetDistance?: number;
}

/** A further model. */
export type Judge = Pick<LoadedModel, "name" | "model" | "digest">;

/**
 * Asks further models for the properties of designs.
 *
 * @param structures - the designs
 * @param judges - the models
 * @param targets - what is wanted
 * @param spreads - what makes several targets comparable, see {@link targetDistance}
 * @returns for each design an opinion of every model that it fits
 */
export async function askJudges(
  structures: readonly Structure[],
  judges: readonly Judge[],
  targets: readonly PropertyTarget[],
  spreads: Readonly<Record<string, number>>,
): Promise<readonly (readonly JudgeOpinion[])[]> {
  const opinions: JudgeOpinion[][] = structures.map(() => []);
  for (const { name, model } of judges) {
    const knowsAll = targets.every(({ property }) => model.properties.includes(property));
    const predictions = await predictCrystals(model, structures);
    for (const [at, prediction] of predictions.entries()) {
      if (prediction === undefined) continue;
      const { predicted } = prediction;
      opinions[at]?.push({
        ...{ model: name, predicted },
        ...(knowsAll ? { targetDistance: targetDistance(targets, predicted, spreads) } : {}),
      });
    }
  }
  return opinions;
}
