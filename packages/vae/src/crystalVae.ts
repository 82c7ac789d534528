import type { Result, Structure } from "@ftcp/crystal";
import {
  defeaturize,
  featurizeInto,
  FtcpScaler,
  type FtcpLayout,
  type FtcpTensor,
  parseLayout,
} from "@ftcp/featurize";
import * as tf from "@tensorflow/tfjs-core";
import type { EncodedCrystals } from "./encodedCrystals.ts";
import { openModelFile } from "./files/openModelFile.ts";
import { sealModelFile } from "./files/sealModelFile.ts";
import type { Latents } from "./latents.ts";
import { buildNetwork } from "./network/buildNetwork.ts";
import type { Network } from "./network/network.ts";
import type { NetworkConfig } from "./network/networkConfig.ts";
import { requirePlausibleConvolutions } from "./network/convolutional/requirePlausibleConvolutions.ts";
import { findInvertibleRows } from "./network/findInvertibleRows.ts";
import { parseNetworkConfig } from "./network/parseNetworkConfig.ts";
import { packWeights, type WeightPrecision } from "./network/packWeights.ts";
import { readWeights } from "./network/readWeights.ts";
import { unpackWeights } from "./network/unpackWeights.ts";
import { requirePlausibleSizes } from "./network/requirePlausibleSizes.ts";
import { writeWeights } from "./network/writeWeights.ts";
import { PropertyScaler } from "./propertyScaler.ts";
import type { NamedTensor } from "./safetensors/namedTensor.ts";
import { VaeError } from "./vaeError.ts";

/**
 * The parts a {@link CrystalVae} is made of.
 */
export interface CrystalVaeParts {
  /** How crystals become tensors. */
  readonly layout: FtcpLayout;
  /** Scales tensors; fitted on train. */
  readonly scaler: FtcpScaler;
  /** Scales properties; fitted on train. */
  readonly propertyScaler: PropertyScaler;
  /** Sizes of the network. */
  readonly config: NetworkConfig;
  /** What is known of the training, as plain JSON (data, seed, epochs, licence). */
  readonly about?: Readonly<Record<string, unknown>>;
}

/**
 * A fitted FTCP autoencoder: crystals to latents to crystals and properties.
 *
 * @remarks
 * Works on the current tfjs backend (`tf.setBackend`, or `prepareWasmBackend` of `@ftcp/vae/wasm`).
 * It owns tensors: call {@link CrystalVae.dispose} when done. Encoding gives the posterior's mean,
 * so every result is deterministic.
 *
 * @example
 * ```ts
 * const model = await CrystalVae.fromBytes(bytes);
 * const { mean } = await model.encode([structure]);
 * const [copy] = await model.decode(mean);
 * const [energy] = await model.predict(mean);
 * model.dispose();
 * ```
 *
 * @see The paper, section 3 and Figure 2
 */
export class CrystalVae {
  /** How crystals become tensors. */
  readonly layout: FtcpLayout;
  /** Sizes of the network. */
  readonly config: NetworkConfig;
  /** Scales tensors. */
  readonly scaler: FtcpScaler;
  /** Scales properties. */
  readonly propertyScaler: PropertyScaler;
  /** What is known of the training. */
  readonly about: Readonly<Record<string, unknown>>;
  /** The networks as tfjs-layers models. */
  readonly network: Network;

  /**
   * @param parts - layout, scalers and sizes; the weights start at zero
   */
  constructor(parts: CrystalVaeParts) {
    this.layout = parts.layout;
    this.scaler = parts.scaler;
    this.propertyScaler = parts.propertyScaler;
    this.config = parts.config;
    this.about = parts.about ?? {};
    this.network = buildNetwork({
      ...{ layout: parts.layout, scaler: parts.scaler, config: parts.config },
      properties: parts.propertyScaler.properties.length,
    });
  }

  /** Dimension of the latent space. */
  get latentSize(): number {
    return this.config.latentSize;
  }

  /** Names of the predicted properties, one per column of {@link CrystalVae.predict}. */
  get properties(): readonly string[] {
    return this.propertyScaler.properties;
  }

  /**
   * Encodes crystals.
   *
   * @param structures - ordered crystals
   * @returns mean and log variance of each crystal that fits the layout, and an error for each that
   *   does not
   */
  async encode(structures: readonly Structure[]): Promise<EncodedCrystals> {
    const size = this.layout.rows * this.layout.columns;
    const means: Float32Array[] = [];
    const logVariances: Float32Array[] = [];
    const indices: number[] = [];
    const failures: { index: number; error: Error }[] = [];
    for (let start = 0; start < structures.length; start += chunkSize) {
      const chunk = structures.slice(start, start + chunkSize);
      const data = new Float32Array(chunk.length * size);
      let count = 0;
      chunk.forEach((structure, i) => {
        try {
          featurizeInto(structure, this.layout, data, count * size);
          indices.push(start + i);
          count += 1;
        } catch (error) {
          if (!(error instanceof Error)) throw error;
          data.fill(0, count * size, (count + 1) * size);
          failures.push({ index: start + i, error });
        }
      });
      if (count === 0) continue;
      const tensor: FtcpTensor = {
        data: data.subarray(0, count * size),
        shape: [count, this.layout.rows, this.layout.columns],
      };
      const encoded = await this.encodeTensor(tensor);
      means.push(encoded.mean.data);
      logVariances.push(encoded.logVariance.data);
    }
    const shape = [indices.length, this.latentSize] as const;
    return {
      mean: { data: concatenate(means), shape },
      logVariance: { data: concatenate(logVariances), shape },
      indices,
      failures,
    };
  }

  /**
   * Encodes FTCP tensors in physical units.
   *
   * @param tensor - `[crystals, rows, columns]` of this model's layout
   * @returns mean and log variance, `[crystals, latentSize]` each
   * @throws {@link VaeError} with code `VAE_SHAPE` when the shape is not the layout's
   */
  async encodeTensor(tensor: FtcpTensor): Promise<{
    /** Mean of every crystal's posterior. */
    mean: Latents;
    /** Log variance of every crystal's posterior. */
    logVariance: Latents;
  }> {
    const [count, rows, columns] = tensor.shape;
    if (rows !== this.layout.rows || columns !== this.layout.columns) {
      throw new VaeError("VAE_SHAPE", "the tensor does not have the shape of the model's layout", {
        received: tensor.shape,
        expected: [count, this.layout.rows, this.layout.columns],
      });
    }
    const scaled = this.scaler.transform(tensor);
    const { environmentShape } = this.network;
    const environments = this.network.describeEnvironments?.(tensor);
    const { mean, logVariance } = tf.tidy(() => {
      const batch = tf.tensor3d(scaled.data, [count, rows, columns]);
      if (environments === undefined || environmentShape === undefined) {
        return this.network.encode({ batch });
      }
      const environment = tf.tensor4d(environments, [count, ...environmentShape]);
      return this.network.encode({ batch, environment });
    });
    const shape = [count, this.latentSize] as const;
    return {
      mean: { data: await take(mean), shape },
      logVariance: { data: await take(logVariance), shape },
    };
  }

  /**
   * Decodes latents to crystals.
   *
   * @param latents - `[count, latentSize]`
   * @returns a crystal, or the reason why there is none, for every latent
   * @throws {@link VaeError} with code `VAE_SHAPE` when the latents are of another size
   */
  async decode(latents: Latents): Promise<readonly Result<Structure>[]> {
    const results: Result<Structure>[] = [];
    for (const chunk of this.chunks(latents)) {
      results.push(...defeaturize(await this.decodeTensor(chunk), this.layout));
    }
    return results;
  }

  /**
   * Decodes latents to FTCP tensors in physical units, with probabilities in the place of one-hot
   * vectors.
   *
   * @param latents - `[count, latentSize]`
   * @returns `[count, rows, columns]`; rows that follow from the others (atom properties, structure
   *   factors) are zero
   * @throws {@link VaeError} with code `VAE_SHAPE` when the latents are of another size
   */
  async decodeTensor(latents: Latents): Promise<FtcpTensor> {
    this.requireSize(latents);
    const [count] = latents.shape;
    const decoded = tf.tidy(() => {
      return { ...this.network.decode(tf.tensor2d(latents.data, [count, this.latentSize])) };
    });
    const numbers: Record<string, Float32Array> = {};
    for (const [name, tensor] of Object.entries(decoded)) numbers[name] = await take(tensor);
    return this.scaler.inverse(this.network.assemble(numbers, count));
  }

  /**
   * Predicts properties by the network's regression: Eq. 2, σ(g(z) h(z)), or σ(g(z)) h(z) of architecture
   * `environment`, or the reference's dense layers.
   *
   * @param latents - `[count, latentSize]`
   * @returns `[count, properties]` row-major, physical units
   * @throws {@link VaeError} with code `VAE_SHAPE` when the latents are of another size
   */
  async predict(latents: Latents): Promise<Float32Array> {
    const results: Float32Array[] = [];
    for (const chunk of this.chunks(latents)) {
      const scaled = tf.tidy(
        () =>
          this.network.regressor.apply(
            tf.tensor2d(chunk.data, [chunk.shape[0], this.latentSize]),
          ) as tf.Tensor2D,
      );
      results.push(this.propertyScaler.inverse(await take(scaled)));
    }
    return concatenate(results);
  }

  /** Frees the weights. */
  dispose(): void {
    for (const model of [this.network.encoder, this.network.decoder, this.network.regressor]) {
      model.dispose();
    }
  }

  /**
   * Writes the model as one safetensors file: the weights, and everything else as JSON in the
   * header's metadata, with a SHA-256 of the weights.
   *
   * @param options - `precision` of the weights, `float32` by default (see {@link WeightPrecision}); `about` replaces what the
   *   model says of its training
   * @returns the file
   */
  async toBytes(
    options: {
      readonly precision?: WeightPrecision;
      readonly about?: Readonly<Record<string, unknown>>;
    } = {},
  ): Promise<Uint8Array> {
    const contents = {
      layout: this.layout,
      scaler: this.scaler.toJSON(),
      propertyScaler: this.propertyScaler.toJSON(),
      config: this.config,
      about: options.about ?? this.about,
    };
    const weights = packWeights(await readWeights(this.network), options.precision ?? "float32");
    return sealModelFile("ftcp-vae", contents, weights);
  }

  /**
   * Reads a model file.
   *
   * @param bytes - what {@link CrystalVae.toBytes} gave, from an untrusted place
   * @returns the model
   * @throws {@link VaeError} with code `VAE_MODEL_DAMAGED` when the file is truncated or altered and
   *   `VAE_MODEL_VERSION` when another version of this package wrote it
   */
  static async fromBytes(bytes: Uint8Array): Promise<CrystalVae> {
    const { contents, tensors } = await openModelFile("ftcp-vae", bytes);
    const model = CrystalVae.fromContents(contents, tensors);
    try {
      writeWeights(model.network, unpackWeights(tensors));
    } catch (error) {
      model.dispose();
      throw error;
    }
    return model;
  }

  private static fromContents(
    contents: Readonly<Record<string, unknown>>,
    tensors: ReadonlyMap<string, NamedTensor>,
  ): CrystalVae {
    try {
      const layout = parseLayout(contents["layout"]);
      const config = parseNetworkConfig(contents["config"]);
      if (config.architecture === "convolutional") {
        requirePlausibleConvolutions(layout, config, tensors);
      } else {
        requirePlausibleSizes(findInvertibleRows(layout), config, tensors);
      }
      return new CrystalVae({
        layout,
        scaler: FtcpScaler.fromJSON(contents["scaler"]),
        propertyScaler: PropertyScaler.fromJSON(contents["propertyScaler"]),
        config,
        about: (contents["about"] ?? {}) as Readonly<Record<string, unknown>>,
      });
    } catch (cause) {
      if (cause instanceof VaeError) throw cause;
      throw new VaeError(
        "VAE_MODEL_DAMAGED",
        "the model file does not describe a model",
        {},
        { cause },
      );
    }
  }

  private *chunks(latents: Latents): Generator<Latents> {
    this.requireSize(latents);
    const [count, size] = latents.shape;
    for (let start = 0; start < count; start += chunkSize) {
      const end = Math.min(count, start + chunkSize);
      yield { data: latents.data.subarray(start * size, end * size), shape: [end - start, size] };
    }
  }

  private requireSize(latents: Latents): void {
    const [count, size] = latents.shape;
    if (size !== this.latentSize || latents.data.length !== count * size) {
      throw new VaeError("VAE_SHAPE", `latents of ${size} dimensions, not ${this.latentSize}`, {
        received: latents.shape,
        latentSize: this.latentSize,
      });
    }
  }
}

/** Crystals that go through the network at once: enough to be fast, little enough to fit anywhere. */
const chunkSize = 256;

async function take(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return Float32Array.from(await tensor.data<"float32">());
  } finally {
    tensor.dispose();
  }
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
