import { tfjsEngine, type TrainingEngine } from "@ftcp/vae";
import * as tf from "@tensorflow/tfjs-core";
import type { ToyLoss } from "./toyLoss.ts";

/** What an engine gives for a loss. */
export interface EngineNumbers {
  readonly terms: Readonly<Record<string, number>>;
  /** Of the evaluation alone. */
  readonly alone: Readonly<Record<string, number>>;
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** Runs a loss on tfjs cpu, the reference. */
export async function runOnCpu(loss: ToyLoss): Promise<EngineNumbers> {
  const backend = tf.getBackend();
  await tf.setBackend("cpu");
  const numbers = await runOn(tfjsEngine(), loss);
  await tf.setBackend(backend);
  return numbers;
}

async function runOn(
  engine: TrainingEngine,
  { graph, inputs, weights, createGradients }: ToyLoss,
): Promise<EngineNumbers> {
  const prepared = await engine.prepare(graph);
  const gradients = createGradients();
  const terms = await prepared.differentiate(inputs, weights, gradients);
  const alone = await prepared.evaluate(inputs, weights);
  await prepared.dispose();
  return { terms, alone, gradients };
}

/**
 * Compares what an engine gives for a loss with the reference.
 *
 * @returns the largest relative difference of a term, and every weight whose gradient differs by more than 1e-5
 *   of its norm
 */
export async function compareEngines(
  engine: TrainingEngine,
  loss: ToyLoss,
  expected: EngineNumbers,
): Promise<{ readonly terms: number; readonly gradients: readonly string[] }> {
  const found = await runOn(engine, loss);

  let terms = 0;
  for (const kind of ["terms", "alone"] as const) {
    for (const [name, value] of Object.entries(expected[kind])) {
      const difference = Math.abs((found[kind][name] ?? NaN) / value - 1);
      terms = Math.max(terms, Number.isNaN(difference) ? Infinity : difference);
    }
  }
  const gradients: string[] = [];
  for (const [name, values] of expected.gradients) {
    const others = found.gradients.get(name) ?? new Float32Array();
    let square = 0;
    let norm = 0;
    values.forEach((value, i) => {
      square += (value - (others[i] ?? NaN)) ** 2;
      norm += value ** 2;
    });
    const relative = Math.sqrt(square / norm);
    if (!(relative < 1e-5)) gradients.push(`${name}: ${relative}`);
  }
  return { terms, gradients };
}
