import { writeCif } from "@ftcp/cif";
import { settingOperations } from "@ftcp/crystal";
import type { Design } from "@ftcp/sampling";
import type { DesignRun } from "./designRun.ts";

/**
 * Writes the CIF of a design, with what it came from.
 *
 * @param design - the design
 * @param name - name of the data block
 * @param run - the run that found it
 * @returns the text of the file
 */
export function writeDesignCif(
  design: Design,
  name: string,
  run: Omit<DesignRun, "funnel">,
): string {
  const items: Record<string, string | number> = {
    _ftcp_model: toAscii(run.modelName),
    _ftcp_target: toAscii(run.targets.join("; ")),
    _ftcp_sampler: design.sampler,
    _ftcp_sampler_step: design.step,
    _ftcp_seed: run.seed,
    _ftcp_root_id: toAscii(design.root.id),
    _ftcp_root_formula: design.root.formula,
    _ftcp_latent_distance: design.latentDistance,
  };
  for (const [property, value] of Object.entries(design.predicted)) {
    const tag = `_ftcp_predicted_${property.replaceAll(/[^\w.-]/gu, "_")}`;
    if (Number.isFinite(value)) items[tag] = value;
  }
  const { repair } = design;
  const symmetry = repair?.symmetry;
  for (const [property, value] of Object.entries(design.reencoded?.uncertainty ?? {})) {
    const tag = `_ftcp_predicted_${property.replaceAll(/[^\w.-]/gu, "_")}_deviation`;
    if (Number.isFinite(value)) items[tag] = value;
  }
  return writeCif(symmetry?.conventional ?? design.structure, {
    name,
    ...(symmetry === undefined
      ? {}
      : { symmetry: { operations: settingOperations(symmetry.setting) } }),
    comment:
      `Designed by ftcp: decoded by a neural network, ${describeState(design)}\n` +
      `Training data: ${run.index.attribution === "" ? "not stated" : run.index.attribution}`,
    items,
  });
}

function toAscii(text: string): string {
  return text.replaceAll(/[^ -~]/gu, "?");
}

function describeState({ repair }: Design): string {
  if (repair === undefined) return "neither relaxed nor calculated.";
  const moved = repair.displacement.largest.toFixed(2);
  return `repaired (atoms moved by up to ${moved} A), neither relaxed nor calculated.`;
}
