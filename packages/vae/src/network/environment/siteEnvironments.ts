import * as tfl from "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";

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
}

/**
 * tfjs-layers layer that describes a crystal by what surrounds its sites, from
 * `[elements of the slots, occupancy, environment]`, that is `[batch, slots, features]`,
 * `[batch, sites, slots + 1]` and `[batch, sites, slots, radii]`, to `[batch, 2 width]`.
 *
 * @remarks
 * Every slot's element becomes a vector `e`; a site starts as that of its slot, `h = e`. In every round a
 * site hears `m = Σ_slot (G W) ∘ (s U)`, where `G` counts its neighbours in the slot by distance and `s` is
 * what the slot's sites are on average (in the first round e), and becomes
 * `h + F(h, m)`, F two dense layers with a swish between. The result is the mean over the sites of `O(h)` and
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
    const [elements, , environment] = inputShape as tfl.Shape[];
    const { width, rounds } = this.options;
    const features = elements?.at(-1) as number;
    const radii = environment?.at(-1) as number;
    const add = (name: string, shape: number[]): void => {
      const variable = this.addWeight(name, shape, "float32", tfl.initializers.zeros());
      this.parts.set(name, variable);
    };
    const addDense = (name: string, inputs: number): void => {
      add(`${name}.kernel`, [inputs, width]);
      add(`${name}.bias`, [width]);
    };
    addDense("element", features);
    for (let round = 0; round < rounds; round++) {
      addDense(`radial${round}`, radii);
      addDense(`neighbor${round}`, width);
      addDense(`update${round}.first`, 2 * width);
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
    const { width, rounds } = this.options;
    const weight = (name: string): tf.Tensor => (this.parts.get(name) as tfl.LayerVariable).read();
    /** A dense layer over the last axis. */
    const dense = (name: string, input: tf.Tensor): tf.Tensor => {
      const flat = tf.reshape<tf.Rank.R2>(input, [-1, input.shape.at(-1) as number]);
      const product = tf.matMul(flat, weight(`${name}.kernel`));
      const sum = tf.add(product, weight(`${name}.bias`));
      return tf.reshape(sum, [...input.shape.slice(0, -1), width]);
    };
    const twoDense = (name: string, input: tf.Tensor): tf.Tensor =>
      dense(`${name}.second`, swish(dense(`${name}.first`, input)));
    return tf.tidy(() => {
      const seats = tf.slice3d(occupancy, [0, 0, 0], [batch, sites, slots]);
      const filled = tf.sum<tf.Tensor3D>(seats, 2, true);
      const perSlot = tf.sum<tf.Tensor2D>(seats, 1);
      const atoms = tf.maximum<tf.Tensor2D>(tf.sum(perSlot, 1, true), 1);
      const shares = tf.div<tf.Tensor3D>(seats, tf.expandDims(tf.maximum(perSlot, 1), 1));
      let ofSlots = dense("element", elements) as tf.Tensor3D;
      let hidden = tf.matMul<tf.Tensor3D>(seats, ofSlots);
      for (let round = 0; round < rounds; round++) {
        if (round > 0) ofSlots = tf.matMul<tf.Tensor3D>(shares, hidden, true, false);
        const radial = dense(`radial${round}`, environment);
        const neighbor = dense(`neighbor${round}`, ofSlots);
        const heard = tf.sum<tf.Tensor3D>(tf.mul(radial, tf.expandDims(neighbor, 1)), 2);
        hidden = tf.add(hidden, twoDense(`update${round}`, tf.concat3d([hidden, heard], 2)));
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
