import { featurizeInto, type FtcpLayout } from "@ftcp/featurize";
import { digestBytes } from "../files/digestBytes.ts";
import { prepareCrystals } from "../training/prepareCrystals.ts";
import type { TrainingCrystal } from "../trainingCrystal.ts";
import type { TrainingSource } from "./trainingSource.ts";

/** Crystals in memory as a source, and those that do not fit. */
export interface CrystalSource extends TrainingSource {
  /** Crystals that do not fit the layout, with the reason. */
  readonly skipped: readonly { readonly id: string; readonly error: Error }[];
}

/**
 * Makes a source of crystals in memory, which become tensors batch by batch: a batch is quick to
 * featurize, and all tensors together are large.
 *
 * @param crystals - labelled crystals
 * @param layout - how they become tensors
 * @returns the source, of the crystals that fit
 */
export function createCrystalSource(
  crystals: readonly TrainingCrystal[],
  layout: FtcpLayout,
): CrystalSource {
  const prepared = prepareCrystals(crystals, layout);
  const { fitting, skipped } = prepared;
  const { rows, columns } = layout;
  return {
    ...{ rows, columns, skipped, records: fitting },
    digest: () => {
      const described = fitting.map(({ id, structure }) => [
        id,
        structure.lattice.matrix,
        structure.sites.map((site) => [site.species[0]?.element, site.fractional]),
      ]);
      return digestBytes(new TextEncoder().encode(JSON.stringify(described)));
    },
    fill: (members, into) => {
      members.forEach((member, i) => {
        const { structure } = fitting[member] as TrainingCrystal;
        featurizeInto(structure, prepared.layout, into, i * rows * columns);
      });
    },
  };
}
