import { elements } from "@ftcp/crystal";
import type { RandomSource } from "@ftcp/random";

/**
 * Gives every class of an element slot a vector to stand for it in the latent space at the start of
 * training. Half of its dimensions are a random projection of elemental properties, so that similar
 * elements are neighbours; the other half are random, so that no two elements coincide.
 *
 * @param classes - number of elements plus one, the empty class, which comes last
 * @param size - dimensions of a code
 * @param random - source of the projection
 * @returns `[classes][size]`; every code has the norm `0.8 √size`
 */
export function elementCodes(classes: number, size: number, random: RandomSource): number[][] {
  const similar = Math.floor(size / 2);
  const features = standardize(Array.from({ length: classes - 1 }, (_, i) => elementFeatures(i)));
  const width = features[0]?.length ?? 0;
  const projection = Array.from({ length: width }, () =>
    Array.from({ length: similar }, () => random.normal()),
  );
  return Array.from({ length: classes }, (_, row) => {
    const feature = features[row];
    const near =
      feature === undefined
        ? Array.from({ length: similar }, () => random.normal())
        : Array.from({ length: similar }, (__, k) =>
            feature.reduce((sum, value, j) => sum + value * (projection[j]?.[k] ?? 0), 0),
          );
    const far = Array.from({ length: size - similar }, () => random.normal());
    return [
      ...scaleTo(near, 0.8 * Math.sqrt(similar)),
      ...scaleTo(far, 0.8 * Math.sqrt(far.length)),
    ];
  });
}

function elementFeatures(index: number): number[] {
  const element = elements[index];
  if (element === undefined) throw new RangeError(`no element with atomic number ${index + 1}`);
  const { group, period, electronegativity, covalentRadius, block } = element;
  return [
    electronegativity ?? 1.2,
    electronegativity ?? 1.2,
    covalentRadius ?? 1.6,
    covalentRadius ?? 1.6,
    period,
    group,
    ...["s", "p", "d", "f"].map((name) => Number(name === block)),
  ];
}

function standardize(rows: number[][]): number[][] {
  const width = rows[0]?.length ?? 0;
  const moments = Array.from({ length: width }, (_, k) => {
    const mean = rows.reduce((sum, row) => sum + (row[k] ?? 0), 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + ((row[k] ?? 0) - mean) ** 2, 0) / rows.length;
    return { mean, deviation: Math.sqrt(variance) || 1 };
  });
  return rows.map((row) =>
    row.map((value, k) => (value - (moments[k]?.mean ?? 0)) / (moments[k]?.deviation ?? 1)),
  );
}

function scaleTo(vector: number[], norm: number): number[] {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => (value * norm) / length);
}
