import type { DatasetFormat } from "@ftcp/datasets/node";
import { Option, type Command } from "commander";
import type { DataCardOptions } from "../dataset/runDataCard.ts";
import type { ConvertDatasetOptions } from "../dataset/runDataConvert.ts";
import type { DataSplitOptions } from "../dataset/runDataSplit.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { createIntegerParser } from "../options/createIntegerParser.ts";
import { createNumberParser } from "../options/createNumberParser.ts";
import { parseFractions } from "../options/parseFractions.ts";
import { parseNameList } from "../options/parseNameList.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Adds `ftcp data convert`, `ftcp data card` and `ftcp data split`.
 *
 * @param program - the program
 * @param context - handed to the command
 * @param finish - told the exit code
 */
export function addDataCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const group = program
    .command("data")
    .description("convert, describe and split datasets")
    .helpOption("-h, --help", "print this help");
  const after =
    "\nA row that cannot be read costs no other. Files appear under their names when they are whole.\n\n" +
    describeExitCodes(["ok", "dataProblems", "failed", "interrupted"]);

  const convert = group
    .command("convert")
    .description("write a dataset in another format")
    .argument("<data>", dataset)
    .requiredOption(
      "--out <file>",
      "the file to write, whose ending tells the format, or a new folder of CIFs, with / at its end",
    )
    .addOption(
      new Option("--to <format>", "format to write, where the name does not tell it").choices(
        formats,
      ),
    )
    .addOption(
      new Option(
        "--crystals <form>",
        "how tables hold crystals (default: cif; JSON: pymatgen)",
      ).choices(["cif", "pymatgen"]),
    )
    .option("--no-check", "copy the text of crystals without reading it")
    .option("--checksum", "put the SHA-256 beside the file, as FILE.sha256")
    .option("--dry-run", "read everything and write nothing");
  addReadingOptions(convert)
    .addHelpText("after", after)
    .action(async (data: string, options: ConvertDatasetOptions) => {
      const { runDataConvert } = await import("../dataset/runDataConvert.ts");
      finish(await runDataConvert(data, options, context));
    });

  const card = group
    .command("card")
    .description("say what a dataset holds and what in it cannot be right")
    .argument("<data>", dataset)
    .option("--out <file>", "write the page, Markdown, and the same as .json beside it")
    .option("--name <text>", "name of the dataset (default: that of the file)")
    .option(
      "--source <text>",
      "where the data come from; may be repeated (default: what ftcp fetch wrote beside it)",
      (text: string, before: readonly string[] | undefined) => [...(before ?? []), text],
    )
    .option("--licence <text>", "under which terms they may be used, such as CC-BY-4.0")
    .option(
      "--symmetry <distance>",
      "find space groups within so many Å, where no column tells them",
      createNumberParser({ positive: true }),
    )
    .option(
      "--outliers <factor>",
      "distances of the quartiles beyond which a number is one (default: 10)",
      createNumberParser({ positive: true }),
    );
  addReadingOptions(card)
    .addHelpText("after", after)
    .action(async (data: string, options: DataCardOptions) => {
      const { runDataCard } = await import("../dataset/runDataCard.ts");
      finish(await runDataCard(data, options, context));
    });

  const split = group
    .command("split")
    .description("divide a dataset into parts that share no formula, system or prototype")
    .argument("<data>", dataset)
    .requiredOption(
      "--out <file>",
      "the dataset with a column that names the part; with {part} in the name, a file for each",
    )
    .addOption(
      new Option("--by <what>", "what keeps crystals together; time: the earliest formulas first")
        .choices(["formula", "chemical-system", "prototype", "time"])
        .default("formula"),
    )
    .option("--fractions <list>", "shares of the groups, by time of the crystals", parseFractions, {
      ...{ train: 0.8, test: 0.2 },
    })
    .option("--seed <n>", "decides everything random", createIntegerParser(0), 1)
    .option("--time-column <name>", "with --by time: column of years or dates")
    .option(
      "--tolerance <distance>",
      "with --by prototype: find symmetry within so many Å",
      createNumberParser({ positive: true }),
      0.01,
    )
    .option("--column <name>", "name of the column that names the part", "split")
    .option("--checksum", "put the SHA-256 beside each file, as FILE.sha256")
    .option("--dry-run", "tell the sizes of the parts and write nothing");
  addReadingOptions(split)
    .addHelpText("after", after)
    .action(async (data: string, options: DataSplitOptions) => {
      const { runDataSplit } = await import("../dataset/runDataSplit.ts");
      finish(await runDataSplit(data, options, context));
    });
}

/** Those of `datasetFormats`, which is not loaded before a command runs; a test compares them. */
const formats: readonly DatasetFormat[] = [
  ...(["jsonl", "csv", "tsv", "json", "extxyz", "parquet", "arrow", "npz", "cif-folder"] as const),
];
const dataset =
  "a .jsonl, .csv, .tsv, .json, .extxyz (also .gz, .zst), .parquet, .arrow or .npz file, or a folder";

function addReadingOptions(command: Command): Command {
  command
    .addOption(
      new Option(
        "--from <format>",
        "format of the dataset, where its name does not tell it",
      ).choices(formats),
    )
    .option("--id-column <name>", "column of the id")
    .option("--cif-column <name>", "column of the crystal")
    .addOption(
      new Option(
        "--missing-id <what>",
        "a row without an id is an error, or gets its number",
      ).choices(["error", "row"]),
    )
    .option(
      "--text-columns <list>",
      "columns that hold text, whatever it looks like",
      parseNameList,
    )
    .option("--numeric-columns <list>", "columns that must hold numbers", parseNameList)
    .option("--labels <file>", "label CSV of a folder of crystals")
    .option("--limit <n>", "read only the first n rows", createIntegerParser(1))
    .option("--errors <file>", "write what could not be read, a line of JSON a row");
  return addCommonOptions(command, "print a summary as JSON");
}
