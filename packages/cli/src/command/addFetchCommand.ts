import { Argument, Option, type Command } from "commander";
import type { FetchMaterialsProjectOptions, FetchOptimadeOptions } from "../fetch/fetchOptions.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { collectNamedValues } from "../options/collectNamedValues.ts";
import { createIntegerParser } from "../options/createIntegerParser.ts";
import { createNumberParser } from "../options/createNumberParser.ts";
import { parseElementRange } from "../options/parseElementRange.ts";
import { parseNameList } from "../options/parseNameList.ts";
import { parseOpenRange } from "../options/parseOpenRange.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Adds `ftcp fetch mp`, `ftcp fetch optimade` and `ftcp fetch list`.
 *
 * @param program - the program
 * @param context - handed to the commands
 * @param finish - told the exit code
 */
export function addFetchCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const group = program
    .command("fetch")
    .description("fetch crystals from the Materials Project or any OPTIMADE database")
    .helpOption("-h, --help", "print this help");
  const after =
    "\nThe file is there when it is whole. An interrupted download goes on when the command is given again.\n\n" +
    describeExitCodes(["ok", "dataProblems", "failed", "interrupted"]);

  const mp = group
    .command("mp")
    .description("fetch crystals of the Materials Project; the key is taken from MP_API_KEY")
    .option(
      "--paper",
      "the paper's query: 3 elements, 20 sites, 0.05 eV/atom above the hull at most",
    )
    .option("--chemical-systems <list>", "such as Li-Fe-O,Si-*", parseNameList)
    .option("--formulas <list>", "such as Fe2O3,ABO3", parseNameList)
    .option("--ids <list>", "such as mp-149,mp-13", parseNameList)
    .option(
      "--max-hull <energy>",
      "largest energy above the hull in eV/atom",
      createNumberParser({ positive: false }),
    )
    .option(
      "--where <name=value>",
      "any other condition by the server's name, such as is_stable=true; may be repeated",
      collectNamedValues((text) => text),
    )
    .option(
      "--fields <list>",
      "what is wanted of each (default: formation_energy_per_atom,band_gap,energy_above_hull)",
      parseNameList,
    )
    .option("--url <address>", "address of another server of the same interface");
  addFetchOptions(mp)
    .addHelpText("after", after)
    .action(async (options: FetchMaterialsProjectOptions) => {
      const { runFetchMaterialsProject } = await import("../fetch/runFetchMaterialsProject.ts");
      finish(await runFetchMaterialsProject(options, context));
    });

  const optimade = group
    .command("optimade")
    .description("fetch crystals of a database that speaks OPTIMADE")
    .argument("<url>", "address of the database; ftcp fetch list tells addresses")
    .option("--filter <text>", "a filter in OPTIMADE's language, such as 'elements HAS \"Si\"'")
    .option(
      "--property <name=theirs>",
      "a property by its name in the file and in the database; may be repeated",
      collectNamedValues((text) => text),
    )
    .option("--periodic", "ask for structures that are periodic in three directions only")
    .option(
      "--leave-out-atoms",
      "take structures with atoms that have no positions, without these",
    );
  addFetchOptions(optimade)
    .addHelpText("after", after)
    .action(async (url: string, options: FetchOptimadeOptions) => {
      const { runFetchOptimade } = await import("../fetch/runFetchOptimade.ts");
      finish(await runFetchOptimade(url, options, context));
    });

  addCommonOptions(
    group
      .command("list")
      .description(
        "list the providers of OPTIMADE, a provider's databases, a database's properties",
      )
      .addArgument(
        new Argument("<what>", "what to list").choices(["providers", "databases", "properties"]),
      )
      .argument("[url]", "address of the provider or the database"),
    "print JSON",
  )
    .addHelpText("after", `\n${describeExitCodes(["ok", "failed", "interrupted"])}`)
    .action(
      async (
        what: "providers" | "databases" | "properties",
        url: string | undefined,
        options: { json?: boolean },
      ) => {
        const { runFetchList } = await import("../fetch/runFetchList.ts");
        finish(await runFetchList(what, url, options, context));
      },
    );
}

function addFetchOptions(command: Command): Command {
  command
    .requiredOption(
      "--out <file>",
      "the crystals, .jsonl or .jsonl.gz; a .provenance.json lies beside",
    )
    .option("--elements <list>", "elements that must all be there, such as Si,O", parseNameList)
    .option("--exclude-elements <list>", "elements that must not be there", parseNameList)
    .option("--element-count <range>", "number of different elements, 3 or 1-3", parseElementRange)
    .option("--max-sites <n>", "largest number of sites", createIntegerParser(1))
    .option(
      "--range <name=min:max>",
      "range of any number by the database's name for it; may be repeated",
      collectNamedValues(parseOpenRange),
    )
    .option("--limit <n>", "take only the first n crystals", createIntegerParser(1))
    .option("--page-size <n>", "crystals per request", createIntegerParser(1))
    .option("--cache <folder>", "keep pages here (default: beside the file until it is whole)")
    .addOption(
      new Option("--reuse <when>", "when kept pages count; always needs no network")
        .choices(["same-version", "always", "never"])
        .default("same-version"),
    )
    .option(
      "--timeout <seconds>",
      "longest time without an answer (default: 60)",
      createNumberParser({ positive: true }),
    )
    .option(
      "--retries <n>",
      "how often a request is sent again (default: 5)",
      createIntegerParser(0),
    );
  return addCommonOptions(command, "print a summary as JSON");
}
