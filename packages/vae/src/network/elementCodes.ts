import type { RandomSource } from "@ftcp/random";
import { elementScalars } from "./elementScalars.ts";

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
  const features = elementScalars();
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

function scaleTo(vector: number[], norm: number): number[] {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => (value * norm) / length);
}
