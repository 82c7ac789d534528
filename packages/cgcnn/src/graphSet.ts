import type { TrainingCrystal } from "@ftcp/vae";
import type { PropertyScale } from "./cgcnn.ts";
import type { CgcnnConfig } from "./cgcnnConfig.ts";
import { CgcnnError } from "./cgcnnError.ts";
import { createCrystalGraph } from "./createCrystalGraph.ts";
import type { CrystalGraph } from "./crystalGraph.ts";
import { fillGraphBatch, type BatchSize } from "./graphBatch.ts";

/** Graphs and labels of the crystals that have a graph. */
export interface GraphSet {
  /** The graphs. */
  readonly graphs: readonly CrystalGraph[];
  /** Labels in physical units, `[crystals, properties]`; NaN where unknown. */
  readonly labels: Float64Array;
  /** Crystals without a graph. */
  readonly skipped: readonly { readonly id: string; readonly error: Error }[];
}

/**
 * Makes the graphs of labelled crystals.
 *
 * @param crystals - crystals
 * @param properties - names of the labels
 * @param config - neighbours and radius
 * @param largest - most atoms of a crystal
 * @returns graphs and labels, and what was skipped
 */
export function createGraphSet(
  crystals: readonly TrainingCrystal[],
  properties: readonly string[],
  config: CgcnnConfig,
  largest: number,
): GraphSet {
  const graphs: CrystalGraph[] = [];
  const labels: number[] = [];
  const skipped: { id: string; error: Error }[] = [];
  for (const { id, structure, properties: known } of crystals) {
    try {
      const atoms = structure.sites.length;
      if (atoms > largest) {
        throw new CgcnnError("CGCNN_TOO_LARGE", `${id} has more atoms than a batch holds`, {
          ...{ id, atoms, largest },
        });
      }
      graphs.push(createCrystalGraph(structure, config));
      labels.push(...properties.map((property) => known[property] ?? NaN));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      skipped.push({ id, error });
    }
  }
  return { graphs, labels: Float64Array.from(labels), skipped };
}

/**
 * Makes the inputs of one step.
 *
 * @param set - graphs and labels
 * @param members - positions in it
 * @param scales - scale of every property
 * @param config - neighbours and radius
 * @param size - what a batch holds
 * @returns the inputs of {@link createCgcnnLoss} by name
 */
export function makeInputs(
  set: GraphSet,
  members: readonly number[],
  scales: readonly PropertyScale[],
  config: CgcnnConfig,
  size: BatchSize,
): Record<string, Float32Array> {
  const graphs = members.map((member) => set.graphs[member] as CrystalGraph);
  const target = new Float32Array(size.crystals * scales.length);
  const known = new Float32Array(size.crystals * scales.length);
  members.forEach((member, row) => {
    scales.forEach(({ mean, deviation }, k) => {
      const label = set.labels[member * scales.length + k] as number;
      if (Number.isNaN(label)) return;
      target[row * scales.length + k] = (label - mean) / deviation;
      known[row * scales.length + k] = 1;
    });
  });
  return { ...fillGraphBatch(graphs, size, config.neighbors, config.radius), target, known };
}
