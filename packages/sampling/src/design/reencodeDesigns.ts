import type { Structure, StructureMatcher } from "@ftcp/crystal";
import type { RandomSource } from "@ftcp/random";
import type { DesignModel, Latents } from "../designModel.ts";
import type { PropertyTarget } from "../targets/propertyTarget.ts";
import { targetDistance } from "../targets/targetDistance.ts";
import { checkAnswers } from "./checkAnswers.ts";
import type { Design } from "./designEvent.ts";

/** Draws from the posterior of one crystal. */
const draws = 16;

/** A model that can encode. */
export type EncodingModel = DesignModel & { readonly encode: NonNullable<DesignModel["encode"]> };

/** A crystal to be encoded again. */
export interface ReencodedCrystal {
  readonly structure: Structure;
  /** What the model predicted for its latent, by property name. */
  readonly predicted: Readonly<Record<string, number>>;
  /** Decides the draws. */
  readonly random: RandomSource;
}

/** What a model says of a crystal that it is given back, with its predictions at the mean of the posterior. */
export type Reencoding = Required<Pick<Design, "predicted" | "reencoded">>;

/** Encodes crystals again and predicts from there; an error in the place of one that does not fit. */
export async function reencodeDesigns(
  model: EncodingModel,
  crystals: readonly ReencodedCrystal[],
  targets: readonly PropertyTarget[],
  spreads: Readonly<Record<string, number>>,
  matcher: StructureMatcher,
): Promise<readonly (Reencoding | Error)[]> {
  if (crystals.length === 0) return [];
  const { mean, logVariance, indices, failures } = await model.encode(
    crystals.map(({ structure }) => structure),
  );
  const size = model.latentSize;
  const count = indices.length;
  checkAnswers(crystals.length, count + failures.length, "latents");
  const answers: (Reencoding | Error)[] = crystals.map(
    () => new Error("the crystal does not fit the model"),
  );
  for (const { index, error } of failures) answers[index] = error;
  const data = new Float32Array(count * (1 + draws) * size);
  for (let row = 0; row < count; row++) {
    const random = crystals[indices[row] ?? 0]?.random;
    for (let draw = 0; draw <= draws; draw++) {
      const start = (row * (1 + draws) + draw) * size;
      for (let k = 0; k < size; k++) {
        const at = row * size + k;
        const deviation = Math.exp((logVariance.data[at] ?? Number.NaN) / 2);
        const noise = draw === 0 ? 0 : deviation * (random?.normal() ?? Number.NaN);
        data[start + k] = (mean.data[at] ?? Number.NaN) + noise;
      }
    }
  }
  const latents: Latents = { data, shape: [count * (1 + draws), size] };
  const numbers = await model.predict(latents);
  const { properties } = model;
  checkAnswers(count * (1 + draws) * properties.length, numbers.length, "predictions");
  const decoded = await model.decode(mean);
  checkAnswers(count, decoded.length, "crystals");
  const read = (row: number, draw: number): Record<string, number> => {
    const start = (row * (1 + draws) + draw) * properties.length;
    return Object.fromEntries(
      properties.map((name, j) => [name, numbers[start + j] ?? Number.NaN]),
    );
  };
  indices.forEach((index, row) => {
    const drawn = Array.from({ length: draws }, (_, draw) => read(row, draw + 1));
    const distances = drawn.map((values) => targetDistance(targets, values, spreads));
    const again = decoded[row];
    const crystal = crystals[index];
    if (crystal === undefined) return; // the model has invented one
    answers[index] = {
      predicted: read(row, 0),
      reencoded: {
        latent: mean.data.slice(row * size, (row + 1) * size),
        predictedBefore: crystal.predicted,
        uncertainty: Object.fromEntries(
          properties.map((name) => [name, deviationOf(drawn.map((values) => values[name] ?? NaN))]),
        ),
        expectedDistance: meanOf(distances),
        decodesToItself: again?.ok === true && matcher.compare(crystal.structure, again.value),
      },
    };
  });
  return answers;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
