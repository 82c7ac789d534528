import type { Command } from "commander";
import type { ExportOptions } from "../export/exportOptions.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { defaultModel } from "../model/defaultModel.ts";
import { createIntegerParser } from "../options/createIntegerParser.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Adds `ftcp export`.
 *
 * @param program - the program
 * @param context - handed to the command
 * @param finish - told the exit code
 */
export function addExportCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command("export")
    .description("write the networks of a model as ONNX files, for Python and others")
    .option(
      "--model <model>",
      "folder of a model, its .safetensors file, or name of a bundled one",
      defaultModel,
    )
    .requiredOption("--out <folder>", "folder of the files")
    .option(
      "--batch-size <n>",
      "crystals per run; an ONNX file has one",
      createIntegerParser(1, 65_536),
      1,
    );
  addCommonOptions(command, "print a summary as JSON")
    .addHelpText(
      "after",
      "\nThe folder gets encoder.onnx (tensors of ftcp featurize to latents), decoder.onnx (latents to\n" +
        "elements, cell, coordinates and occupancy), regressor.onnx (latents to properties), all in\n" +
        "physical units, and model.json: names and shapes, layout, elements, properties, scalers.\n\n" +
        describeExitCodes(["ok", "failed"]),
    )
    .action(async (options: ExportOptions) => {
      const { runExport } = await import("../export/runExport.ts");
      finish(await runExport(options, context));
    });
}
