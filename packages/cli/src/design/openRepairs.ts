import type { ValidityOptions } from "@ftcp/crystal";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { volumePerAtomRange, type DesignRepairOptions } from "@ftcp/sampling";
import { createOverlapDifferentiator, type CrystalVae, type TrainingEngine } from "@ftcp/vae";

/** Repairs that are ready, with what they hold. */
export interface OpenRepairs {
  /** For `designCrystals`. */
  readonly repair: DesignRepairOptions;
  /** What a repaired crystal must pass. */
  readonly validity: ValidityOptions;
  /** Frees what the repairs hold; the model stays. */
  dispose(): Promise<void>;
}

/**
 * How far symmetry may be sought, in Å and as strain: perturbed latents decode to atoms that are off by about half an Å
 * each, and a relaxation that follows moves them anyway.
 */
const snapping = { maximumDisplacement: 0.8, maximumStrain: 0.15 };

/**
 * Atoms nearer than this share of the sum of their covalent radii are pushed apart, and most designs end just above it:
 * hence one that crystals have. Of the ternaries of the test split with up to 20 sites 6.6 % have a smaller least ratio
 * (1 % one below 0.75, half of them one below 0.92). 0.85 costs half as many candidates again.
 */
const separation = { ratio: 0.82 };

/** Latents to be repaired are few, and a batch is filled up. */
const few = 16;

/**
 * Makes the repairs of designs ready: latents (where the decoder writes cells and sites), volume, distances, symmetry.
 *
 * @param model - the model
 * @param engine - what differentiates it; tfjs when absent
 * @returns the repairs, to be disposed by the caller
 */
export async function openRepairs(
  model: CrystalVae,
  engine?: TrainingEngine,
): Promise<OpenRepairs> {
  const finder = await loadSymmetryFinder();
  const latents =
    model.config.architecture === "convolutional"
      ? undefined
      : await createOverlapDifferentiator(model, {
          batchSize: few,
          ...(engine === undefined ? {} : { engine }),
        });
  return {
    repair: {
      ...{ finder, symmetry: snapping, separation },
      ...(latents === undefined ? {} : { latents }),
    },
    validity: {
      minimumCovalentRatio: 0.7,
      minimumVolumePerAtom: volumePerAtomRange.min,
      maximumVolumePerAtom: volumePerAtomRange.max,
    },
    dispose: async () => {
      await latents?.dispose();
    },
  };
}
