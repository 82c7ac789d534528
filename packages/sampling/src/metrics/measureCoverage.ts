/** A crystal as two lists of numbers: its local order, and its composition. */
export interface CrystalFingerprint {
  /** Of the structure, for example the mean of its sites' order parameters. */
  readonly structure: ArrayLike<number>;
  /** Of the composition, for example statistics of elemental properties, scaled. */
  readonly composition: ArrayLike<number>;
}

/** How much of a reference set a generated set covers, and the other way round. */
export interface CoverageReport {
  /** Share of the reference crystals near to a generated one (COV-R). */
  readonly recall: number;
  /** Share of the generated crystals near to a reference one (COV-P). */
  readonly precision: number;
  /** Mean distance of a reference crystal to the nearest generated one: structure, then composition. */
  readonly recallDistances: readonly [structure: number, composition: number];
  /** Mean distance of a generated crystal to the nearest reference one: structure, then composition. */
  readonly precisionDistances: readonly [structure: number, composition: number];
}

/**
 * Coverage as CDVAE defines it: a crystal is covered when some crystal of the other set lies within a cutoff
 * by structure, and some (maybe another one) by composition.
 *
 * @param generated - fingerprints of the generated set; undefined for what has none, which is never near
 * @param reference - fingerprints of the reference set, such as the test split
 * @param cutoffs - greatest Euclidean distances; CDVAE takes 0.4 and 10 for MP-20 and 0.2 and 4 for Perov-5
 *   and Carbon-24, with means of CrystalNN order parameters and scaled Magpie features
 * @returns recall, precision and mean distances; NaN where a set is empty
 * @throws RangeError when two fingerprints differ in length
 *
 * @see T. Xie et al., ICLR 2022, appendix; O.-E. Ganea et al., NeurIPS 2021, doi:10.48550/arXiv.2106.07802
 */
export function measureCoverage(
  generated: readonly (CrystalFingerprint | undefined)[],
  reference: readonly CrystalFingerprint[],
  cutoffs: {
    /** Of the structures' fingerprints. */
    readonly structure: number;
    /** Of the compositions' fingerprints. */
    readonly composition: number;
  },
): CoverageReport {
  const known = generated.filter((fingerprint) => fingerprint !== undefined);
  const structures = nearestDistances(
    known.map(({ structure }) => structure),
    reference.map(({ structure }) => structure),
  );
  const compositions = nearestDistances(
    known.map(({ composition }) => composition),
    reference.map(({ composition }) => composition),
  );
  const countNear = (byStructure: Float64Array, byComposition: Float64Array): number =>
    byStructure.filter(
      (distance, i) =>
        distance <= cutoffs.structure && (byComposition[i] ?? Infinity) <= cutoffs.composition,
    ).length;
  return {
    recall: countNear(structures.ofRight, compositions.ofRight) / reference.length,
    precision: countNear(structures.ofLeft, compositions.ofLeft) / generated.length,
    recallDistances: [mean(structures.ofRight), mean(compositions.ofRight)],
    precisionDistances: [mean(structures.ofLeft), mean(compositions.ofLeft)],
  };
}

/** Of each point of one set the distance to the nearest of the other one. */
function nearestDistances(
  left: readonly ArrayLike<number>[],
  right: readonly ArrayLike<number>[],
): { readonly ofLeft: Float64Array; readonly ofRight: Float64Array } {
  const size = left[0]?.length ?? right[0]?.length ?? 0;
  const rows = [left, right].map((points) => {
    const data = new Float64Array(points.length * size);
    for (const [i, point] of points.entries()) {
      if (point.length !== size) {
        throw new RangeError(`fingerprints of ${size} and ${point.length} numbers`);
      }
      for (let k = 0; k < size; k++) data[i * size + k] = point[k] ?? 0;
    }
    return data;
  });
  const [a = new Float64Array(), b = new Float64Array()] = rows;
  const ofLeft = new Float64Array(left.length).fill(Infinity);
  const ofRight = new Float64Array(right.length).fill(Infinity);
  for (let i = 0; i < left.length; i++) {
    for (let j = 0; j < right.length; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) {
        const difference = (a[i * size + k] ?? 0) - (b[j * size + k] ?? 0);
        sum += difference * difference;
      }
      if (sum < (ofLeft[i] ?? 0)) ofLeft[i] = sum;
      if (sum < (ofRight[j] ?? 0)) ofRight[j] = sum;
    }
  }
  return { ofLeft: ofLeft.map(Math.sqrt), ofRight: ofRight.map(Math.sqrt) };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
