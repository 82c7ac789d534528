import type { Structure } from "@ftcp/crystal";
import * as tf from "@tensorflow/tfjs-core";
import type { CgcnnConfig } from "./cgcnnConfig.ts";
import { createCgcnnVariables, type CgcnnVariables } from "./createCgcnnVariables.ts";
import { createCrystalGraph } from "./createCrystalGraph.ts";
import { fillGraphBatch } from "./graphBatch.ts";
import { packGraphs } from "./packGraphs.ts";
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
 * const [energy] = await model.predict([structure]);
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

  /** Frees the weights. */
  dispose(): void {
    const { weights, states } = this.variables;
    tf.dispose([...weights.values(), ...states.values()]);
  }
}
