import { Option, type Command } from "commander";
import type { ConvertOptions } from "../cifConvert/convertOptions.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { createNumberParser } from "../options/createNumberParser.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Adds `ftcp cif check` and `ftcp cif convert`.
 *
 * @param program - the program
 * @param context - handed to the command
 * @param finish - told the exit code
 */
export function addCifCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const cif = program
    .command("cif")
    .description("work with files of crystals")
    .helpOption("-h, --help", "print this help");
  addCommonOptions(
    cif
      .command("check")
      .description("say what CIF files hold and what is wrong with them")
      .argument("<file...>", "CIF files"),
    "one JSON object a line for each file",
  )
    .addHelpText("after", `\n${describeExitCodes(["ok", "dataProblems", "failed", "interrupted"])}`)
    .action(async (files: string[], options: { json?: boolean }) => {
      const { runCifCheck } = await import("../cifCheck/runCifCheck.ts");
      finish(await runCifCheck(files, options, context));
    });
  const formats = ["cif", "poscar", "json", "extxyz", "optimade"];
  addCommonOptions(
    cif
      .command("convert")
      .description(
        "convert crystals between CIF, POSCAR, pymatgen's JSON, extended XYZ and OPTIMADE",
      )
      .argument("<input...>", "files, folders, or - for standard input")
      .addOption(
        new Option("--to <format>", "format to write").choices(formats).makeOptionMandatory(),
      )
      .addOption(
        new Option("--from <format>", "format of the inputs; told by name or contents by default")
          .choices(formats)
          .default(undefined),
      )
      .option("--out <path>", "file or folder to write to; standard output by default, or -")
      .option(
        "--symmetrize [tolerance]",
        "move atoms onto their symmetry, found within so many Å (0.01); a CIF lists operations and " +
          "asymmetric unit",
        createNumberParser({ positive: true }),
      )
      .option("--primitive", "write the standardized primitive cell")
      .option("--conventional", "write the standardized conventional cell")
      .option("--niggli", "write the Niggli cell"),
    "one JSON object a line for each crystal; needs --out",
  )
    .addHelpText(
      "after",
      "\nA crystal that cannot be read or written costs no other.\n\n" +
        describeExitCodes(["ok", "dataProblems", "failed", "interrupted"]),
    )
    .action(async (inputs: string[], options: ConvertOptions) => {
      const { runCifConvert } = await import("../cifConvert/runCifConvert.ts");
      finish(await runCifConvert(inputs, options, context));
    });
}
