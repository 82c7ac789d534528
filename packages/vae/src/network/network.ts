import type * as tfl from "@tensorflow/tfjs-layers";

/**
 * The three networks of the autoencoder, as tfjs-layers models (paper, Figure 2).
 */
export interface Network {
  /** `[signal, code, summary]` (see `encodeInputs`) to `[mean, logVariance]`. */
  readonly encoder: tfl.LayersModel;
  /** Latents `[batch, latentSize]` to rows `[batch, decodedRows, decodedColumns]`. */
  readonly decoder: tfl.LayersModel;
  /** Latents to scaled properties in (0, 1), the gated regression of Eq. 2. */
  readonly regressor: tfl.LayersModel;
}
