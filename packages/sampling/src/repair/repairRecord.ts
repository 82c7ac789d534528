import type { AtomSeparation, VolumeRescaling } from "@ftcp/crystal";
import type { NearSymmetry } from "@ftcp/crystal/symmetry";

/** What one repair did to a crystal; a repair that had nothing to do leaves a record too. */
export type RepairRecord =
  | ({
      /** The volume, see `rescaleVolume` of `@ftcp/crystal`. */
      readonly kind: "volume";
    } & Omit<VolumeRescaling, "structure">)
  | ({
      /** Atoms that overlap, see `separateAtoms` of `@ftcp/crystal`. */
      readonly kind: "separation";
    } & Omit<AtomSeparation, "structure">)
  | ({
      /** The symmetry, see `symmetrizeNearly` of `@ftcp/crystal/symmetry`. */
      readonly kind: "symmetry";
    } & Omit<NearSymmetry, "structure" | "dataset">);
