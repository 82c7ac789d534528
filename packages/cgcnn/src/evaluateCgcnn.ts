import { tfjsEngine, type TrainingCrystal, type TrainingEngine } from "@ftcp/vae";
import type { Cgcnn } from "./cgcnn.ts";
import { CgcnnError } from "./cgcnnError.ts";
import type { PropertyErrors } from "./cgcnnTrainingEvent.ts";
import { createCgcnnLoss } from "./createCgcnnLoss.ts";
import { ErrorSum } from "./errorSum.ts";
import { createGraphSet, makeInputs } from "./graphSet.ts";
import { packGraphs } from "./packGraphs.ts";

/**
 * Measures the mean absolute errors of a network.
 *
 * @param model - a fitted network
 * @param crystals - labelled crystals, as a rule a test split
 * @param options - `engine`: what computes, the current backend of tfjs by default
 * @returns errors by property in physical units, over the crystals that know it
 * @throws {@link CgcnnError} with code `CGCNN_NO_CRYSTALS` when no crystal has a graph
 */
export async function evaluateCgcnn(
  model: Cgcnn,
  crystals: readonly TrainingCrystal[],
  options: { readonly engine?: TrainingEngine } = {},
): Promise<PropertyErrors> {
  const { config, scales, variables } = model;
  const size = { atoms: 1280, crystals: 320 };
  const properties = scales.map(({ property }) => property);
  const set = createGraphSet(crystals, properties, config, size.atoms);
  if (set.graphs.length === 0) {
    throw new CgcnnError("CGCNN_NO_CRYSTALS", "no crystal has a graph", { given: crystals.length });
  }
  const numbers = new Map<string, Float32Array>();
  for (const [name, variable] of [...variables.weights, ...variables.states]) {
    numbers.set(name, Float32Array.from(await variable.data<"float32">()));
  }
  const graph = createCgcnnLoss(variables, config, size, scales.length);
  const loss = await (options.engine ?? tfjsEngine()).prepare(graph);
  try {
    const sum = new ErrorSum(scales);
    const atomsOf = (position: number): number => set.graphs[position]?.numbers.length ?? 0;
    for (const members of packGraphs([...set.graphs.keys()], atomsOf, size)) {
      sum.add(await loss.evaluate(makeInputs(set, members, scales, config, size), numbers));
    }
    return sum.errors;
  } finally {
    await loss.dispose();
  }
}
