import type { LossGraph, TrainingEngine } from "@ftcp/vae";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";

/**
 * Runs two steps and one evaluation of a tiny network with batch normalisation.
 *
 * @returns all numbers that came out, the moving averages after two steps, and what they should be by hand
 */
export async function batchNormLoss(engine: TrainingEngine): Promise<{
  readonly keys: readonly string[];
  readonly numbers: readonly number[];
  readonly averages: readonly number[];
  readonly byHand: readonly number[];
}> {
  const input = tfl.input({ shape: [2] });
  const normal = tfl.layers.batchNormalization({ name: "normal" });
  const dense = tfl.layers.dense({ units: 1, name: "dense", kernelInitializer: "ones" });
  const output = dense.apply(normal.apply(input)) as tfl.SymbolicTensor;
  const model = tfl.model({ inputs: input, outputs: output });
  const variables = [normal, dense].flatMap((layer) =>
    layer.weights.map((weight) => {
      const kind = weight.originalName.split("/").at(-1) ?? "";
      return [`${layer.name}/${kind}`, weight.read() as tf.Variable] as const;
    }),
  );
  const graph: LossGraph = {
    inputs: { x: [4, 2] },
    weights: new Map(variables.filter(([, { trainable }]) => trainable)),
    states: new Map(variables.filter(([, { trainable }]) => !trainable)),
    loss: (given, training) => ({
      total: tf.tidy(() =>
        tf.mean<tf.Scalar>(
          tf.square(tf.sub(model.apply(given["x"] as tf.Tensor, { training }) as tf.Tensor, 1)),
        ),
      ),
    }),
  };
  const numbers = new Map<string, Float32Array>();
  for (const [name, variable] of variables) {
    numbers.set(name, Float32Array.from(await variable.data<"float32">()));
  }
  const like = (names: ReadonlyMap<string, unknown>): Map<string, Float32Array> =>
    new Map([...names.keys()].map((name) => [name, (numbers.get(name) as Float32Array).slice()]));
  const gradients = like(graph.weights);
  const updates = like(graph.states ?? new Map());
  const loss = await engine.prepare(graph);
  const x = Float32Array.of(1, 10, 2, 20, 3, 30, 6, 60);
  const out: number[] = [];
  for (let step = 0; step < 2; step++) {
    const { total = NaN } = await loss.differentiate({ x }, numbers, gradients, updates);
    for (const [name, values] of updates) numbers.get(name)?.set(values);
    out.push(total, ...[...gradients.values()].flatMap((values) => [...values]));
  }
  const { total = NaN } = await loss.evaluate({ x }, numbers);
  out.push(total);
  await loss.dispose();
  model.dispose();
  const averages = [...updates.values()].flatMap((values) => [...values]);
  // Mean 3 and variance 3.5 of 1, 2, 3, 6; tfjs keeps the variance of the population.
  const moved = (from: number, to: number): number => 0.99 * (0.99 * from + 0.01 * to) + 0.01 * to;
  const byHand = [moved(0, 3), moved(0, 30), moved(1, 3.5), moved(1, 350)];
  return { keys: [...graph.weights.keys(), ...updates.keys()], numbers: out, averages, byHand };
}
