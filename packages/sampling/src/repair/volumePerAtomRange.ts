/**
 * Volumes per atom in Å³ between which 99 % of the crystals of the Materials Project lie that models are trained on
 * (43,736 crystals, `tools/crystal/makeAtomicVolumes.ts`).
 */
export const volumePerAtomRange: {
  /** Half of a percent is denser. */
  readonly min: number;
  /** Half of a percent is thinner. */
  readonly max: number;
} = { min: 8.17, max: 52.53 };
