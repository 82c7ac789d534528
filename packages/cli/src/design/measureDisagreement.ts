import type { JudgeOpinion } from "./askJudges.ts";

/**
 * How much models disagree on the properties of a design: sample standard deviation over all that know a property.
 *
 * @param predicted - what the model that searched predicts
 * @param opinions - what further ones say
 * @returns by property, each in its unit; properties that only one model knows are absent
 */
export function measureDisagreement(
  predicted: Readonly<Record<string, number>>,
  opinions: readonly JudgeOpinion[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(predicted).flatMap(([property, own]): (readonly [string, number])[] => {
      const others = opinions.flatMap(({ predicted: { [property]: value } }) => value ?? []);
      return others.length === 0 ? [] : [[property, deviationOf([own, ...others])]];
    }),
  );
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
