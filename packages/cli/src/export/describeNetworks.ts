import type { CrystalVae } from "@ftcp/vae";
import { exportFiles } from "./exportFiles.ts";

/** An input or output of an ONNX file; its numbers are float32. */
export interface ExportedTensor {
  /** Name in the file. */
  readonly name: string;
  /** Sizes of the axes. */
  readonly shape: readonly number[];
  /** What the axes count, and the unit. */
  readonly meaning: string;
}

/** An ONNX file. */
export interface ExportedNetwork {
  /** Name of the file, beside the description. */
  readonly file: string;
  /** What goes in. */
  readonly inputs: readonly ExportedTensor[];
  /** What comes out. */
  readonly outputs: readonly ExportedTensor[];
}

/**
 * Says what the inputs and outputs of the exported networks are.
 *
 * @param model - the model
 * @param batch - crystals per run
 * @returns encoder, decoder and regressor
 */
export function describeNetworks(
  model: Pick<CrystalVae, "config" | "latentSize" | "layout" | "network" | "properties">,
  batch: number,
): Readonly<Record<"encoder" | "decoder" | "regressor", ExportedNetwork>> {
  const { layout, latentSize, properties } = model;
  const { rows, columns, maxElements: slots, maxSites: sites, elements } = layout;
  const latents = {
    ...{ name: "latents", shape: [batch, latentSize] },
    meaning: "crystal, dimension of the latent space",
  };
  const posterior = "crystal, dimension of the latent space";
  const tensor: ExportedTensor = {
    ...{ name: "tensor", shape: [batch, rows, columns] },
    meaning: "crystal, row, column of the layout, in physical units as ftcp featurize writes",
  };
  const { environmentShape } = model.network;
  const environment: ExportedTensor[] =
    environmentShape === undefined
      ? []
      : [
          {
            ...{ name: "environment", shape: [batch, ...environmentShape] },
            meaning:
              "crystal, site, slot, radius: describeEnvironments of the network in @ftcp/vae",
          },
        ];
  const architecture: string = model.config.architecture;
  const parts: readonly ExportedTensor[] = [
    {
      ...{ name: "elements", shape: [batch, slots, elements.length + 1] },
      meaning: "crystal, slot, probability of each of `elements`, then of none",
    },
    { name: "cell", shape: [batch, 6], meaning: "crystal; a, b, c in Å, α, β, γ in degrees" },
    {
      ...{ name: "coordinates", shape: [batch, sites, 3] },
      meaning: "crystal, site, fractional coordinate in [0, 1)",
    },
    {
      ...{ name: "occupancy", shape: [batch, sites, slots + 1] },
      meaning: "crystal, site, probability of each slot, then of no atom",
    },
  ];
  return {
    encoder: {
      file: exportFiles.encoder,
      inputs: [tensor, ...environment],
      outputs: [
        { name: "mean", shape: [batch, latentSize], meaning: posterior },
        { name: "log_variance", shape: [batch, latentSize], meaning: posterior },
      ],
    },
    decoder: {
      file: exportFiles.decoder,
      inputs: [latents],
      outputs: architecture === "convolutional" ? [tensor] : parts,
    },
    regressor: {
      file: exportFiles.regressor,
      inputs: [latents],
      outputs: [
        {
          ...{ name: "properties", shape: [batch, properties.length] },
          meaning: "crystal, `properties` in their own units",
        },
      ],
    },
  };
}
