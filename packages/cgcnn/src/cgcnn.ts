import type { Structure } from "@ftcp/crystal";
import { sealFile, type NamedTensor } from "@ftcp/vae";
import * as tf from "@tensorflow/tfjs-core";
import type { CgcnnConfig } from "./cgcnnConfig.ts";
import { CgcnnError } from "./cgcnnError.ts";
import { cgcnnFileVersions } from "./cgcnnFileVersions.ts";
import { cgcnnShapes } from "./cgcnnShapes.ts";
import { createCgcnnVariables, type CgcnnVariables } from "./createCgcnnVariables.ts";
import { createCrystalGraph } from "./createCrystalGraph.ts";
import { fillGraphBatch } from "./graphBatch.ts";
import { openCgcnnFile } from "./openCgcnnFile.ts";
import { packGraphs } from "./packGraphs.ts";
import { parseCgcnnConfig } from "./parseCgcnnConfig.ts";
import { parsePropertyScales } from "./parsePropertyScales.ts";
import { runCgcnn } from "./runCgcnn.ts";

/**
 * Mean and deviation of a property over the training crystals.
 */
export interface PropertyScale {
  /** Name of the property. */
  readonly property: string;
  /** Mean, in physical units. */
  readonly mean: number;
  /** Standard deviation, in physical units. */
  readonly deviation: number;
}

/**
 * A crystal graph convolutional neural network: crystals to properties.
 *
 * @remarks
 * Works on the current tfjs backend. It owns tensors: call {@link Cgcnn.dispose} when done.
 *
 * @example
 * ```ts
 * const model = await Cgcnn.fromBytes(await readFile("cgcnn.safetensors"));
 * const [energy] = await model.predict([structure]);
 * model.dispose();
 * ```
 *
 * @see T. Xie, J. C. Grossman, Phys. Rev. Lett. 120, 145301 (2018), https://doi.org/10.1103/PhysRevLett.120.145301
 */
export class Cgcnn {
  /** Sizes. */
  readonly config: CgcnnConfig;
  /** The properties, one per column of {@link Cgcnn.predict}. */
  readonly scales: readonly PropertyScale[];
  /** Weights and moving averages. */
  readonly variables: CgcnnVariables;

  /**
   * @param config - sizes
   * @param scales - the properties
   * @param seed - decides the weights
   */
  constructor(config: CgcnnConfig, scales: readonly PropertyScale[], seed: number) {
    this.config = config;
    this.scales = scales;
    this.variables = createCgcnnVariables(config, scales.length, seed);
  }

  /** Number of trained weights. */
  get weightCount(): number {
    return [...this.variables.weights.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Predicts the properties of crystals.
   *
   * @param structures - ordered crystals
   * @returns `[crystals, properties]` row-major, physical units
   * @throws what {@link createCrystalGraph} throws
   */
  async predict(structures: readonly Structure[]): Promise<Float32Array> {
    const { config, scales, variables } = this;
    const graphs = structures.map((structure) => createCrystalGraph(structure, config));
    const atomsOf = (position: number): number => graphs[position]?.numbers.length ?? 0;
    const largest = graphs.reduce((most, { numbers }) => Math.max(most, numbers.length), 0);
    const most = { atoms: Math.max(largest, 1024), crystals: 256 };
    const predicted = new Float32Array(structures.length * scales.length);
    for (const batch of packGraphs([...graphs.keys()], atomsOf, most)) {
      const members = batch.map((position) => graphs[position] as (typeof graphs)[number]);
      const size = {
        atoms: batch.reduce((sum, position) => sum + atomsOf(position), 0),
        crystals: batch.length,
      };
      const filled = fillGraphBatch(members, size, config.neighbors, config.radius);
      const scaled = tf.tidy(() => {
        const whole = (numbers: Float32Array): tf.Tensor1D =>
          tf.tensor1d(Int32Array.from(numbers), "int32");
        const tensors = {
          ...{ numbers: whole(filled.numbers), neighbors: whole(filled.neighbors) },
          ...{ distances: tf.tensor1d(filled.distances), crystalOf: whole(filled.crystalOf) },
          crystals: size.crystals,
        };
        return runCgcnn(tensors, variables, config, false);
      });
      const numbers = await scaled.data<"float32">();
      scaled.dispose();
      batch.forEach((position, row) => {
        scales.forEach(({ mean, deviation }, k) => {
          const value = numbers[row * scales.length + k] as number;
          predicted[position * scales.length + k] = mean + deviation * value;
        });
      });
    }
    return predicted;
  }

  /**
   * Writes the network as one safetensors file: weights and moving averages as float32, sizes and
   * properties as JSON in the header, with a SHA-256 of everything.
   *
   * @param about - what is to be known of the training, as plain JSON
   * @returns the file; equal networks give equal bytes
   */
  async toBytes(about: Readonly<Record<string, unknown>> = {}): Promise<Uint8Array> {
    const { config, scales, variables } = this;
    const tensors: NamedTensor[] = [];
    for (const [name, variable] of [...variables.weights, ...variables.states]) {
      const data = Float32Array.from(await variable.data<"float32">());
      tensors.push({ name, shape: variable.shape, data });
    }
    return sealFile(cgcnnFileVersions.model, { config, scales, about }, tensors);
  }

  /**
   * Reads a network.
   *
   * @param bytes - what {@link Cgcnn.toBytes} gave, from an untrusted place
   * @returns the network; the caller disposes it
   * @throws {@link CgcnnError} with code `CGCNN_MODEL_DAMAGED` when the file is truncated, altered or of
   *   another kind, and `CGCNN_MODEL_VERSION` when another version of this package wrote it
   */
  static async fromBytes(bytes: Uint8Array): Promise<Cgcnn> {
    const { contents, tensors } = await openCgcnnFile("model", bytes);
    const config = parseCgcnnConfig(contents["config"]);
    const scales = parsePropertyScales(contents["scales"]);
    // Sizes are believed only if the file holds such weights: nothing is allocated before.
    const layers = config.convolutions + config.hiddenLayers;
    const shapes = cgcnnShapes(
      layers > tensors.size ? { ...config, convolutions: 0, hiddenLayers: 0 } : config,
      scales.length,
    );
    const expected = [...shapes.weights, ...shapes.states];
    for (const [name, shape] of expected) {
      const found = tensors.get(name)?.shape;
      if (found?.join() === shape.join()) continue;
      throw new CgcnnError("CGCNN_MODEL_DAMAGED", `${name} is absent or has another shape`, {
        ...{ name, expected: shape, found: found ?? null },
      });
    }
    if (expected.length !== tensors.size) {
      throw new CgcnnError("CGCNN_MODEL_DAMAGED", "the file has weights of another network", {
        ...{ expected: expected.length, found: tensors.size },
      });
    }
    const model = new Cgcnn(config, scales, 0);
    for (const [name, variable] of [...model.variables.weights, ...model.variables.states]) {
      const { data } = tensors.get(name) as NamedTensor;
      tf.tidy(() => {
        variable.assign(tf.tensor(data, variable.shape));
      });
    }
    return model;
  }

  /** Frees the weights. */
  dispose(): void {
    const { weights, states } = this.variables;
    tf.dispose([...weights.values(), ...states.values()]);
  }
}
