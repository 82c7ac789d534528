import { checkValidity, compositionOf, reducedFormula } from "@ftcp/crystal";
import type { LatentIndex } from "@ftcp/sampling";
import type { CrystalVae } from "@ftcp/vae";

/** What a model makes of crystals of its index. */
export interface IndexedCrystals {
  /** Share of them that decode to the formula that the index says. */
  readonly formulas: number;
  /** Share of them that do, and to a valid crystal. */
  readonly validFormulas: number;
  /** Mean absolute difference of what the model predicts and the index says, and of how many that say anything. */
  errorOf(property: string): { readonly mean: number; readonly count: number };
}

/** Decodes and predicts crystals of the index, evenly spread over it. */
export async function readIndexedCrystals(
  model: CrystalVae,
  index: LatentIndex,
  count: number,
): Promise<IndexedCrystals> {
  const rows = Array.from({ length: count }, (_, i) => Math.floor((i * index.count) / count));
  const size = model.latentSize;
  const data = new Float32Array(count * size);
  rows.forEach((row, i) => {
    data.set(index.latentOf(row), i * size);
  });
  const latents = { data, shape: [count, size] as const };
  const decoded = await model.decode(latents);
  const predicted = await model.predict(latents);
  const right = decoded.flatMap((result, i) =>
    result.ok && reducedFormula(compositionOf(result.value)) === index.formulas[rows[i] ?? -1]
      ? [result.value]
      : [],
  );
  return {
    formulas: right.length / count,
    validFormulas: right.filter((crystal) => checkValidity(crystal).valid).length / count,
    errorOf(property) {
      const column = model.properties.indexOf(property);
      const errors = rows.flatMap((row, i) => {
        const known = index.propertiesOf(row)[property];
        if (known === undefined) return [];
        return [Math.abs((predicted[i * model.properties.length + column] ?? NaN) - known)];
      });
      const sum = errors.reduce((total, error) => total + error, 0);
      return { mean: sum / errors.length, count: errors.length };
    },
  };
}
