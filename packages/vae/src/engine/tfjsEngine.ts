import * as tf from "@tensorflow/tfjs-core";
import type { LossGraph, NumbersByName, PreparedLoss, TrainingEngine } from "./trainingEngine.ts";

/**
 * The engine that runs a loss on the current backend of tfjs, whatever it is.
 *
 * @returns the engine, called `tfjs-` and the backend's name
 *
 * @example
 * ```ts
 * await tf.setBackend("cpu");
 * tfjsEngine().name; // "tfjs-cpu"
 * ```
 */
export function tfjsEngine(): TrainingEngine {
  return { name: `tfjs-${tf.getBackend()}`, prepare: (graph) => Promise.resolve(prepare(graph)) };
}

function prepare({ loss, inputs, weights, states = new Map() }: LossGraph): PreparedLoss {
  const variables = [...weights.values()];
  const names = [...weights.keys()];
  const tensorsOf = (numbers: Readonly<Record<string, Float32Array>>): Record<string, tf.Tensor> =>
    Object.fromEntries(
      Object.entries(inputs).map(([name, shape]) => [
        name,
        tf.tensor(numbers[name] as Float32Array, [...shape], "float32"),
      ]),
    );
  const setWeights = (numbers: NumbersByName): void => {
    for (const [name, variable] of [...weights, ...states]) {
      tf.tidy(() => {
        variable.assign(tf.tensor(numbers.get(name) as Float32Array, variable.shape, "float32"));
      });
    }
  };
  const readScalars = async (
    scalars: Readonly<Record<string, tf.Scalar>>,
  ): Promise<Record<string, number>> => {
    const read = Object.entries(scalars).map(async ([name, scalar]) => {
      return [name, (await scalar.data())[0] as number] as const;
    });
    return Object.fromEntries(await Promise.all(read));
  };
  return {
    async differentiate(given, numbers, gradients, updates = new Map()) {
      setWeights(numbers);
      const kept: Record<string, tf.Scalar> = {};
      const { value, grads } = tf.variableGrads(() => {
        const scalars = loss(tensorsOf(given), true);
        for (const [name, scalar] of Object.entries(scalars)) kept[name] = tf.keep(scalar.clone());
        return scalars.total;
      }, variables);
      try {
        await Promise.all(
          names.map(async (name, i) => {
            const gradient = grads[(variables[i] as tf.Variable).name] as tf.Tensor;
            (gradients.get(name) as Float32Array).set(await gradient.data<"float32">());
          }),
        );
        for (const [name, state] of states) {
          updates.get(name)?.set(await state.data<"float32">());
        }
        return await readScalars(kept);
      } finally {
        tf.dispose([value, ...Object.values(kept), ...Object.values(grads)]);
      }
    },
    async evaluate(given, numbers) {
      setWeights(numbers);
      const scalars = tf.tidy(() => ({ ...loss(tensorsOf(given), false) }));
      try {
        return await readScalars(scalars);
      } finally {
        tf.dispose(Object.values(scalars));
      }
    },
    dispose: () => Promise.resolve(),
  };
}
