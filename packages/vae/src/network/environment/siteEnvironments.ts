import * as tfl from "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";

import { harmonicComponents } from "./solidHarmonics.ts";

/**
 * Settings of a {@link SiteEnvironments} layer.
 */
export interface SiteEnvironmentsOptions {
  /** Layer name; weights are named after it. */
  readonly name: string;
  /** Features of a site. */
  readonly width: number;
  /** Rounds in which sites learn of their neighbours. */
  readonly rounds: number;
  /** Radii at which neighbours are counted. */
  readonly radii: number;
  /** Radii at which directions are known; 0 for none. */
  readonly directionRadii: number;
  /** Features of a site for each of the three orders of directions. */
  readonly directionWidth: number;
}

/**
 * tfjs-layers layer that describes a crystal by what surrounds its sites, from
 * `[elements of the slots, occupancy, environment]`, that is `[batch, slots, features]`,
 * `[batch, sites, slots + 1]` and `[batch, sites, slots, features]` of `describeEnvironments`, to
 * `[batch, 2 width]`.
 *
 * @remarks
 * Every slot's element becomes a vector `e`; a site starts as that of its slot, `h = e`. In every round a
 * site hears `m = Σ_slot (G W) ∘ (s U)`, where `G` counts its neighbours in the slot by distance and `s` is
 * what the slot's sites are on average (in the first round e). Of directions D it hears, for l = 1, 2 and 3,
 * `a_l = √(Σ_m (Σ_slot,k D_lm W' ∘ s U')²)`, which does not depend on the frame and knows the angles between
 * neighbours. It becomes `h + F(h, m, a)`, F two dense layers with a swish between. The result is the mean over the sites of `O(h)` and
 * of `h`, O like F.
 */
export class SiteEnvironments extends tfl.layers.Layer {
  /** Name under which tfjs-layers serialises the layer. */
  static readonly className = "SiteEnvironments";
  private readonly options: SiteEnvironmentsOptions;
  private readonly parts = new Map<string, tfl.LayerVariable>();

  /**
   * @param options - name, width and rounds
   */
  constructor(options: SiteEnvironmentsOptions) {
    super({ name: options.name });
    this.options = options;
  }

  /**
   * @param inputShape - the shapes of the three inputs
   */
  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const [elements] = inputShape as tfl.Shape[];
    const { width, rounds, radii, directionRadii, directionWidth } = this.options;
    const features = elements?.at(-1) as number;
    const add = (name: string, shape: number[]): void => {
      const variable = this.addWeight(name, shape, "float32", tfl.initializers.zeros());
      this.parts.set(name, variable);
    };
    const addDense = (name: string, inputs: number, outputs = width): void => {
      add(`${name}.kernel`, [inputs, outputs]);
      add(`${name}.bias`, [outputs]);
    };
    addDense("element", features);
    for (let round = 0; round < rounds; round++) {
      addDense(`radial${round}`, radii);
      addDense(`neighbor${round}`, width);
      const heard = directionRadii === 0 ? 0 : 3 * directionWidth;
      if (heard > 0) {
        add(`direction${round}.kernel`, [directionRadii, directionWidth]);
        addDense(`directed${round}`, width, directionWidth);
      }
      addDense(`update${round}.first`, 2 * width + heard);
      addDense(`update${round}.second`, width);
    }
    addDense("read.first", width);
    addDense("read.second", width);
    super.build(inputShape);
  }

  /**
   * @param inputShape - the shapes of the three inputs
   * @returns the shape of the result
   */
  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
    const [elements] = inputShape as tfl.Shape[];
    return [elements?.[0] ?? null, 2 * this.options.width];
  }

  /**
   * @param inputs - elements, occupancy and environment
   * @returns the description of every crystal
   */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [elements, occupancy, environment] = inputs as [tf.Tensor3D, tf.Tensor3D, tf.Tensor4D];
    const [batch, slots] = elements.shape;
    const [, sites] = environment.shape;
    const { rounds, radii, directionRadii, directionWidth } = this.options;
    const weight = (name: string): tf.Tensor => (this.parts.get(name) as tfl.LayerVariable).read();
    /** A dense layer over the last axis. */
    const dense = (name: string, input: tf.Tensor): tf.Tensor => {
      const flat = tf.reshape<tf.Rank.R2>(input, [-1, input.shape.at(-1) as number]);
      const product = tf.matMul(flat, weight(`${name}.kernel`));
      const sum = tf.add(product, weight(`${name}.bias`));
      return tf.reshape(sum, [...input.shape.slice(0, -1), sum.shape.at(-1) as number]);
    };
    const twoDense = (name: string, input: tf.Tensor): tf.Tensor =>
      dense(`${name}.second`, swish(dense(`${name}.first`, input)));
    /** Directions as `[batch, sites · components, slots · radii]`. */
    const arrangeDirections = (): tf.Tensor3D => {
      const size = harmonicComponents * directionRadii;
      const all = tf.slice4d(environment, [0, 0, 0, radii], [batch, sites, slots, size]);
      const apart = tf.reshape(all, [batch, sites, slots, harmonicComponents, directionRadii]);
      const sorted = tf.transpose(apart, [0, 1, 3, 2, 4]);
      return tf.reshape(sorted, [batch, sites * harmonicComponents, slots * directionRadii]);
    };
    /** What sites hear of directions, a tensor for each of l = 1, 2 and 3. */
    const hearDirections = (
      round: number,
      directions: tf.Tensor3D,
      ofSlots: tf.Tensor3D,
    ): tf.Tensor3D[] => {
      const ofRadii = tf.expandDims(tf.expandDims(weight(`direction${round}.kernel`), 0), 0);
      const ofElements = tf.expandDims(dense(`directed${round}`, ofSlots), 2);
      const matrix = tf.reshape<tf.Rank.R3>(tf.mul(ofRadii, ofElements), [
        ...[batch, slots * directionRadii],
        directionWidth,
      ] as [number, number, number]);
      const moments = tf.reshape<tf.Rank.R4>(tf.matMul(directions, matrix), [
        ...[batch, sites, harmonicComponents],
        directionWidth,
      ] as [number, number, number, number]);
      const squares = tf.square(moments);
      return [
        [0, 3],
        [3, 5],
        [8, 7],
      ].map(([start = 0, count = 0]) => {
        const ofOrder = tf.slice4d(
          squares,
          [0, 0, start, 0],
          [batch, sites, count, directionWidth],
        );
        // The root is steep at zero, where symmetry puts many sites.
        return tf.sub<tf.Tensor3D>(tf.sqrt(tf.add(tf.sum(ofOrder, 2), 0.01)), 0.1);
      });
    };
    return tf.tidy(() => {
      const seats = tf.slice3d(occupancy, [0, 0, 0], [batch, sites, slots]);
      const filled = tf.sum<tf.Tensor3D>(seats, 2, true);
      const perSlot = tf.sum<tf.Tensor2D>(seats, 1);
      const atoms = tf.maximum<tf.Tensor2D>(tf.sum(perSlot, 1, true), 1);
      const shares = tf.div<tf.Tensor3D>(seats, tf.expandDims(tf.maximum(perSlot, 1), 1));
      const counts = tf.slice4d(environment, [0, 0, 0, 0], [batch, sites, slots, radii]);
      const directions = directionRadii === 0 ? undefined : arrangeDirections();
      let ofSlots = dense("element", elements) as tf.Tensor3D;
      let hidden = tf.matMul<tf.Tensor3D>(seats, ofSlots);
      for (let round = 0; round < rounds; round++) {
        if (round > 0) ofSlots = tf.matMul<tf.Tensor3D>(shares, hidden, true, false);
        const radial = dense(`radial${round}`, counts);
        const neighbor = dense(`neighbor${round}`, ofSlots);
        const heard = tf.sum<tf.Tensor3D>(tf.mul(radial, tf.expandDims(neighbor, 1)), 2);
        const angles = directions === undefined ? [] : hearDirections(round, directions, ofSlots);
        const known = tf.concat3d([hidden, heard, ...angles], 2);
        hidden = tf.add(hidden, twoDense(`update${round}`, known));
      }
      const average = (ofSites: tf.Tensor): tf.Tensor2D =>
        tf.div(tf.sum(tf.mul(ofSites, filled), 1), atoms);
      return tf.concat2d([average(twoDense("read", hidden)), average(hidden)], 1);
    });
  }

  /**
   * @returns the settings, as tfjs-layers serialises them
   */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}

function swish(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.sigmoid(x));
}
