import type { Structure } from "@ftcp/crystal";
import type { CrystalRecord } from "@ftcp/datasets";
import { findMostSimilar, FingerprintError, fingerprintStructure } from "@ftcp/fingerprint";
import type { CommandContext } from "../io/commandContext.ts";
import { nextTask } from "../io/nextTask.ts";

/** The known crystal whose local order is most like that of a design. */
export interface MostSimilarCrystal {
  /** Its id. */
  readonly id: string;
  /** Distance of the fingerprints; 0 for the same local order. */
  readonly dissimilarity: number;
}

/** Geometry alone tells crystals apart, as in the article of the fingerprints. */
const geometry = { distanceCutoffs: false, electronegativityWeight: 0 } as const;

/**
 * Measures how unlike the training crystals designs are in their local order: for each the least dissimilarity.
 *
 * @param designs - the designs
 * @param known - the training crystals
 * @param context - progress and abort
 * @returns for each design the most similar crystal; undefined where its local order cannot be told
 *
 * @see FTCP paper, Figure S4; N. E. R. Zimmermann, A. Jain, RSC Adv. 10, 6063 (2020), doi:10.1039/C9RA07755C
 */
export async function measureDissimilarity(
  designs: readonly Structure[],
  known: readonly CrystalRecord[],
  context: CommandContext,
): Promise<readonly (MostSimilarCrystal | undefined)[]> {
  const own = designs.map(describe);
  const ids: string[] = [];
  const fingerprints: Float64Array[] = [];
  const progress = context.startProgress("fingerprints", known.length);
  try {
    for (const [i, { id, structure }] of known.entries()) {
      const fingerprint = describe(structure);
      if (fingerprint !== undefined) {
        ids.push(id);
        fingerprints.push(fingerprint);
      }
      if (i % 64 > 0) continue;
      context.signal.throwIfAborted();
      progress.update(i);
      await nextTask();
    }
  } finally {
    progress.stop();
  }
  return own.map((fingerprint) => {
    if (fingerprint === undefined || fingerprints.length === 0) return undefined;
    const { index, dissimilarity } = findMostSimilar(fingerprint, fingerprints);
    return { id: ids[index] ?? "", dissimilarity };
  });
}

function describe(structure: Structure): Float64Array | undefined {
  try {
    return fingerprintStructure(structure, geometry);
  } catch (error) {
    if (!(error instanceof FingerprintError)) throw error;
    return undefined; // atoms at one place
  }
}
