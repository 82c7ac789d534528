import { Option, type Command } from "commander";
import type { CommandContext } from "../io/commandContext.ts";
import { defaultModel } from "../model/defaultModel.ts";
import { createIntegerParser } from "../options/createIntegerParser.ts";
import { createNumberParser } from "../options/createNumberParser.ts";
import { parseRowRange } from "../options/parseRowRange.ts";
import type { ScreenOptions } from "../shards/runScreen.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { addShardOptions } from "./addShardOptions.ts";
import { createEngineOption } from "./createEngineOption.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Adds `ftcp screen`.
 *
 * @param program - the program
 * @param context - handed to the command
 * @param finish - told the exit code
 */
export function addScreenCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command("screen")
    .description("decode, check and predict for a range of samples, or for given latents")
    .argument("[latents]", 'JSON Lines with "latent" in each line, or - for standard input')
    .option("--samples <a:b>", "numbers of the samples of the whole job, b left out", parseRowRange)
    .addOption(
      new Option("--sampler <name>", "lp: perturb; slerp: interpolate; random: draw")
        .choices(["lp", "slerp", "random"])
        .default("lp"),
    )
    .option("--seed <n>", "decides all samples", createIntegerParser(Number.MIN_SAFE_INTEGER), 1)
    .option(
      "--scale <x>",
      "standard deviation of the noise (default: 0.6 for lp, 1 for random)",
      createNumberParser({ positive: true }),
    )
    .option("--target <target...>", "what to reach, as for design; the nearest crystals are roots")
    .option("--tolerance <x>", "keep only predictions so near each target", createNumberParser())
    .option(
      "--roots <n>",
      "how many crystals near the target to start from (default: 100; all without a target)",
      createIntegerParser(1),
    )
    .option("--model <model>", "folder of a model, or name of a bundled one", defaultModel)
    .requiredOption("--out <file>", "JSON Lines of valid crystals; a manifest is put beside it");
  addShardOptions(command).addOption(createEngineOption());
  addCommonOptions(command, "print the manifest as JSON")
    .addHelpText(
      "after",
      "\nSample 5000000 is the same, whichever shard makes it.\n\n" +
        describeExitCodes(["ok", "dataProblems", "failed", "interrupted"]),
    )
    .action(async (latents: string | undefined, options: ScreenOptions) => {
      const { runScreen } = await import("../shards/runScreen.ts");
      finish(await runScreen(latents, options, context));
    });
}
