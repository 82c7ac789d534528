import type { Structure, StructureMatcher } from "@ftcp/crystal";
import type { RandomSource } from "@ftcp/random";
import type { DesignModel, Latents } from "../designModel.ts";
import type { PropertyTarget } from "../targets/propertyTarget.ts";
import { targetDistance } from "../targets/targetDistance.ts";
import { checkAnswers } from "./checkAnswers.ts";

/** Draws from the posterior of one crystal. */
const draws = 16;

/** A model that can encode. */
export type EncodingModel = DesignModel & { readonly encode: NonNullable<DesignModel["encode"]> };

/** What a model says of a crystal that it is given back. */
export interface Reencoding {
  /** Mean of the posterior. */
  readonly latent: Float32Array;
  /** Predictions at the mean, by property name. */
  readonly predicted: Readonly<Record<string, number>>;
  /** Standard deviation of the predictions over draws from the posterior. */
  readonly uncertainty: Readonly<Record<string, number>>;
  /** Mean of the distance from the targets over the same draws. */
  readonly expectedDistance: number;
  /** Whether the mean decodes to the same crystal. */
  readonly decodesToItself: boolean;
}

/** Encodes crystals again and predicts from there; an error in the place of one that does not fit. */
export async function reencodeDesigns(
  model: EncodingModel,
  structures: readonly Structure[],
  targets: readonly PropertyTarget[],
  spreads: Readonly<Record<string, number>>,
  matcher: StructureMatcher,
  randoms: readonly RandomSource[],
): Promise<readonly (Reencoding | Error)[]> {
  if (structures.length === 0) return [];
  const { mean, logVariance, indices, failures } = await model.encode(structures);
  const size = model.latentSize;
  const count = indices.length;
  checkAnswers(structures.length, count + failures.length, "latents");
  const answers: (Reencoding | Error)[] = structures.map(
    () => new Error("the crystal does not fit the model"),
  );
  for (const { index, error } of failures) answers[index] = error;
  const data = new Float32Array(count * (1 + draws) * size);
  for (let row = 0; row < count; row++) {
    const random = randoms[indices[row] ?? 0];
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
    const structure = structures[index];
    answers[index] = {
      latent: mean.data.slice(row * size, (row + 1) * size),
      predicted: read(row, 0),
      uncertainty: Object.fromEntries(
        properties.map((name) => [name, deviationOf(drawn.map((values) => values[name] ?? NaN))]),
      ),
      expectedDistance: meanOf(distances),
      decodesToItself:
        again?.ok === true && structure !== undefined && matcher.compare(structure, again.value),
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
