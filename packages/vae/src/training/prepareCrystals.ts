import { canonicalizeStructure, type Structure } from "@ftcp/crystal";
import { featurizeInto, type FtcpLayout } from "@ftcp/featurize";
import type { TrainingCrystal } from "../trainingCrystal.ts";

/**
 * Sorts out the crystals that fit a layout and brings them, once, into the form that it asks for, so
 * that every epoch can featurize them quickly.
 *
 * @param crystals - labelled crystals
 * @param layout - the model's layout
 * @returns `layout`, which takes the prepared structures as they are and gives the same tensors as
 *   the model's; `fitting` crystals with prepared structures; `skipped` ones with the reason
 */
export function prepareCrystals(
  crystals: readonly TrainingCrystal[],
  layout: FtcpLayout,
): {
  readonly layout: FtcpLayout;
  readonly fitting: readonly TrainingCrystal[];
  readonly skipped: readonly { readonly id: string; readonly error: Error }[];
} {
  // What takes time is the canonical form; other layouts are quick enough in every epoch.
  const isCanonical =
    layout.cell === "canonical" && layout.siteOrder === "canonical" && !layout.snapThirds;
  const prepare = isCanonical ? canonicalizeStructure : (given: Structure) => given;
  const asGiven: FtcpLayout = isCanonical
    ? { ...layout, cell: "given", siteOrder: "given" }
    : layout;
  const scratch = new Float32Array(layout.rows * layout.columns);
  const fitting: TrainingCrystal[] = [];
  const skipped: { id: string; error: Error }[] = [];
  for (const crystal of crystals) {
    try {
      const structure = prepare(crystal.structure);
      featurizeInto(structure, asGiven, scratch, 0);
      fitting.push({ ...crystal, structure });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      skipped.push({ id: crystal.id, error });
    }
  }
  return { layout: asGiven, fitting, skipped };
}
