import { exportCrystalVae } from "@ftcp/vae/onnx";
import { join } from "node:path";
import { startEngine } from "../engine/startEngine.ts";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { describeNetworks } from "./describeNetworks.ts";
import { exportFiles } from "./exportFiles.ts";
import type { ExportOptions } from "./exportOptions.ts";
import { openExportedModel } from "./openExportedModel.ts";

/**
 * Runs `ftcp export`.
 *
 * @param options - see {@link ExportOptions}
 * @param context - output
 * @returns the exit code
 * @throws `CliError` with code `CLI_MODEL_NOT_FOUND` or `CLI_WRITE_FAILED`; `VaeError` for a damaged model
 */
export async function runExport(options: ExportOptions, context: CommandContext): Promise<number> {
  const { out, batchSize } = options;
  await startEngine("wasm"); // tfjs traces the networks on it; nothing is computed
  const { name, model } = await openExportedModel(options.model);
  let networks;
  let description;
  try {
    networks = exportCrystalVae(model, { batchSize });
    description = {
      ...{ kind: "ftcp-onnx", version: 1, model: name, batchSize, latentSize: model.latentSize },
      properties: model.properties,
      elements: model.layout.elements,
      networks: describeNetworks(model, batchSize),
      layout: model.layout,
      // The files scale by themselves; who wants the numbers of the network finds them here.
      ...{ scaler: model.scaler.toJSON(), propertyScaler: model.propertyScaler.toJSON() },
      about: model.about,
    };
  } finally {
    model.dispose();
  }
  await createDirectory(out);
  const inside = (file: string): string => join(out, file);
  await writeFiles(
    [
      { path: inside(exportFiles.encoder), contents: networks.encoder },
      { path: inside(exportFiles.decoder), contents: networks.decoder },
      { path: inside(exportFiles.regressor), contents: networks.regressor },
      { path: inside(exportFiles.description), contents: `${JSON.stringify(description)}\n` },
    ],
    context,
  );
  const files = Object.values(exportFiles);
  if (options.json === true) {
    const bytes = {
      encoder: networks.encoder.length,
      decoder: networks.decoder.length,
      regressor: networks.regressor.length,
    };
    context.print(JSON.stringify({ out, model: name, batchSize, files, bytes }));
  } else {
    const megabytes = (networks.encoder.length + networks.decoder.length) / 1e6;
    context.print(
      `${out}: ${files.join(", ")}, ${megabytes.toFixed(1)} MB, ${batchSize} crystals per run`,
    );
  }
  return exitCodes.ok;
}
