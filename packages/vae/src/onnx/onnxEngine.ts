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
  { loss, inputs, weights, states = new Map() }: LossGraph,
  runtime: OnnxRuntime,
  options: OnnxEngineOptions,
): Promise<PreparedLoss> {
  const shapes = Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => [name, { shape }]),
  );
  const shapeOf = new Map([...weights].map(([name, { shape }]) => [name, shape]));
  const nameOf = new Map([...weights].map(([name, variable]) => [variable.name, name]));
  const variables = [...weights.values()];
  const load = async (withGradients: boolean): Promise<Loaded> => {
    const model = trace(
      (given) => {
        if (!withGradients) return loss(given, false);
        let scalars: Readonly<Record<string, tf.Scalar>> = {};
        const { grads } = tf.variableGrads(() => {
          const computed = loss(given, true);
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
    const used = new Set(model.variables.map(({ name }) => name));
    return { session: await runtime.load(model.bytes, options), used };
  };

  let forward: Promise<Loaded> | undefined;
  const backward = await load(true);
  const feed = (
    used: ReadonlySet<string>,
    given: Readonly<Record<string, Float32Array>>,
    numbers: NumbersByName,
  ): Record<string, PlainTensor> => {
    const feeds: Record<string, PlainTensor> = {};
    for (const [name, shape] of Object.entries(inputs)) {
      feeds[name] = { data: given[name] as Float32Array, shape };
    }
    for (const [name, { name: variable, shape }] of [...weights, ...states]) {
      if (!used.has(variable)) continue; // such as a moving average that only evaluation reads
      feeds[variable] = { data: numbers.get(name) as Float32Array, shape };
    }
    return feeds;
  };
  return {
    async differentiate(given, numbers, gradients, updates = new Map()) {
      const places: Record<string, PlainTensor> = {};
      for (const [name, data] of gradients) {
        places[gradientName(name)] = { data, shape: shapeOf.get(name) ?? [] };
      }
      const feeds = feed(backward.used, given, numbers);
      const results = await backward.session.run(feeds, places);
      for (const [name, state] of states) {
        const next = results[`next/${state.name}`]?.data ?? numbers.get(name);
        if (next !== undefined) updates.get(name)?.set(next);
      }
      return readScalars(results);
    },
    async evaluate(given, numbers) {
      forward ??= load(false);
      const { session, used } = await forward;
      return readScalars(await session.run(feed(used, given, numbers)));
    },
    async dispose() {
      await backward.session.dispose();
      await (await forward)?.session.dispose();
    },
  };
}

/** A loaded model and the names of the variables that are among its inputs. */
interface Loaded {
  readonly session: OnnxSession;
  readonly used: ReadonlySet<string>;
}

function gradientName(weight: string): string {
  return `gradient/${weight}`;
}

function readScalars(results: Readonly<Record<string, PlainTensor>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(results)
      .filter(([name]) => !name.startsWith("gradient/") && !name.startsWith("next/"))
      .map(([name, { data }]) => [name, data[0] as number]),
  );
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
