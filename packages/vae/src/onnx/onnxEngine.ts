import { trace, type OnnxRuntime, type OnnxSession, type PlainTensor } from "@ftcp/onnx";
import * as tf from "@tensorflow/tfjs-core";
import type {
  LossGraph,
  NumbersByName,
  PreparedLoss,
  TrainingEngine,
} from "../engine/trainingEngine.ts";

/**
 * Options of {@link onnxEngine}.
 */
export interface OnnxEngineOptions {
  /** Threads of one operator; default: what the runtime chooses. */
  readonly threads?: number;
}

/**
 * The engine that compiles a loss and its gradients to one ONNX graph and runs it on ONNX Runtime: the
 * fastest there is without a GPU.
 *
 * @param runtime - of `loadRuntime` of `@ftcp/onnx/node` or `@ftcp/onnx/web`
 * @param options - threads
 * @returns the engine, called by the runtime's name and version
 *
 * @remarks
 * tfjs needs a backend of any kind while the loss is traced; it computes nothing on it.
 *
 * @example
 * ```ts
 * const { runtime } = await loadRuntime();
 * const training = trainVae(crystals, { ...options, engine: onnxEngine(runtime) });
 * ```
 */
export function onnxEngine(runtime: OnnxRuntime, options: OnnxEngineOptions = {}): TrainingEngine {
  return {
    name: `${runtime.name} ${runtime.version}`,
    prepare: (graph) => prepare(graph, runtime, options),
  };
}

async function prepare(
  { loss, inputs, weights }: LossGraph,
  runtime: OnnxRuntime,
  options: OnnxEngineOptions,
): Promise<PreparedLoss> {
  const shapes = Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => [name, { shape }]),
  );
  const shapeOf = new Map([...weights].map(([name, { shape }]) => [name, shape]));
  const nameOf = new Map([...weights].map(([name, variable]) => [variable.name, name]));
  const variables = [...weights.values()];
  const load = (withGradients: boolean): Promise<OnnxSession> => {
    const { bytes } = trace(
      (given) => {
        if (!withGradients) return loss(given);
        let scalars: Readonly<Record<string, tf.Scalar>> = {};
        const { grads } = tf.variableGrads(() => {
          const computed = loss(given);
          // Outside of variableGrads, which frees what it does not return.
          scalars = mapValues(computed, (scalar) => tf.keep(scalar.clone()));
          return computed.total;
        }, variables);
        const gradients = Object.entries(grads).map(
          ([variable, gradient]) =>
            [gradientName(nameOf.get(variable) ?? variable), gradient] as const,
        );
        return { ...scalars, ...Object.fromEntries(gradients) };
      },
      shapes,
      { variables: "inputs", name: withGradients ? "gradients" : "loss" },
    );
    return runtime.load(bytes, options);
  };

  let forward: Promise<OnnxSession> | undefined;
  const backward = await load(true);
  const feed = (
    given: Readonly<Record<string, Float32Array>>,
    numbers: NumbersByName,
  ): Record<string, PlainTensor> => {
    const feeds: Record<string, PlainTensor> = {};
    for (const [name, shape] of Object.entries(inputs)) {
      feeds[name] = { data: given[name] as Float32Array, shape };
    }
    for (const [name, { name: variable, shape }] of weights) {
      feeds[variable] = { data: numbers.get(name) as Float32Array, shape };
    }
    return feeds;
  };
  return {
    async differentiate(given, numbers, gradients) {
      const places = Object.fromEntries(
        [...gradients].map(([name, data]) => [
          gradientName(name),
          { data, shape: shapeOf.get(name) ?? [] },
        ]),
      );
      return readScalars(await backward.run(feed(given, numbers), places));
    },
    async evaluate(given, numbers) {
      forward ??= load(false);
      return readScalars(await (await forward).run(feed(given, numbers)));
    },
    async dispose() {
      await backward.dispose();
      await (await forward)?.dispose();
    },
  };
}

function gradientName(weight: string): string {
  return `gradient/${weight}`;
}

function readScalars(results: Readonly<Record<string, PlainTensor>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(results)
      .filter(([name]) => !name.startsWith("gradient/"))
      .map(([name, { data }]) => [name, data[0] as number]),
  );
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
