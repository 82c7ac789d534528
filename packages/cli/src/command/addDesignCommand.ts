import { Option, type Command } from "commander";
import type { CommandContext } from "../io/commandContext.ts";
import { defaultModel } from "../model/defaultModel.ts";
import { createIntegerParser } from "../options/createIntegerParser.ts";
import { createNumberParser } from "../options/createNumberParser.ts";
import { parseElementRange } from "../options/parseElementRange.ts";
import type { DesignOptions } from "../study/designOptions.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { createEngineOption } from "./createEngineOption.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Adds `ftcp design`.
 *
 * @param program - the program
 * @param context - handed to the command
 * @param finish - told the exit code
 */
export function addDesignCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command("design")
    .description("design new crystals for target properties")
    .option("--model <model>", "folder of a model, or name of a bundled one", defaultModel)
    .option(
      "--config <file>",
      "take the options from a study file (JSON); what is typed goes before it",
    )
    .option(
      "--target <target...>",
      "what to reach: band_gap=1.5 or band_gap=1.5+-0.1, in quotes a bound or a range: 'band_gap>1.5', " +
        "'1<band_gap<2', or 'minimize band_gap', 'maximize band_gap' (what 1 % of the known crystals reach); " +
        "several hold at once",
    )
    .addOption(
      new Option(
        "--sampler <name>",
        "lp: perturb known crystals near the target; slerp: interpolate between them; " +
          "random: draw from the whole latent space; adaptive: as lp, as far from each crystal as half " +
          "of the formulas are new; optimized: down the gradient of the predictions",
      )
        .choices(["lp", "slerp", "random", "adaptive", "optimized"])
        .default("lp"),
    )
    .option("--count <n>", "how many designs", createIntegerParser(1), 20)
    .option("--seed <n>", "decides the whole run", createIntegerParser(Number.MIN_SAFE_INTEGER), 1)
    .option(
      "--scale <x>",
      "standard deviation of the noise (default: 0.6 for lp and adaptive, 0.3 for optimized, 1 for random)",
      createNumberParser({ positive: true }),
    )
    .option(
      "--seeds <n>",
      "how many known crystals to start from (default: 100)",
      createIntegerParser(1),
    )
    .option(
      "--tolerance <x>",
      "keep only predictions so near each target, in the property's unit (default: bounds and ranges " +
        "are met, a value only ranks designs)",
      createNumberParser(),
    )
    .option("--require <element...>", "elements that every design has")
    .option("--exclude <element...>", "elements that no design has")
    .option("--only <element...>", "the only elements that designs have")
    .option(
      "--elements <range>",
      "number of different elements, such as 3 or 2-4 (default: as in the training data)",
      parseElementRange,
    )
    .option("--sites <range>", "number of sites, such as 4 or 2-10", parseElementRange)
    .option("--from <id...>", "start from these crystals instead of those nearest to the targets")
    .option(
      "--max-samples <n>",
      "give up after so many candidates (default: 500 per design, at least 10000)",
      createIntegerParser(1),
    )
    .option("--no-repair", "give crystals out as they are decoded, overlapping atoms, P1 and all")
    .addOption(
      new Option(
        "--neutral <states>",
        "keep only designs that are charge neutral by common or all listed oxidation states " +
          "(default: common; with --no-repair none)",
      ).choices(["none", "common", "all"]),
    )
    .addOption(
      new Option(
        "--symmetry <groups>",
        "keep only designs with a space group above P1 (default: aboveP1; with --no-repair any)",
      ).choices(["any", "aboveP1"]),
    )
    .addOption(
      new Option(
        "--novelty <kind>",
        "what is new: formulas, or also known formulas in a structure that matches no known one " +
          "(default: formula)",
      ).choices(["formula", "structure"]),
    )
    .addOption(
      new Option(
        "--dft <program>",
        "write inputs of a relaxation for VASP or Quantum ESPRESSO",
      ).choices(["vasp", "qe", "both"]),
    )
    .option(
      "--judge <model...>",
      "ask further models for the properties of the designs; where they disagree, designs rank lower",
    )
    .option(
      "--data <path>",
      "training crystals, as ftcp train reads them: say how unlike the most similar of them each design is",
    )
    .option("--out <folder>", "folder of the designs; an earlier run in it is replaced")
    .option("--dry-run", "print what would be done and write nothing")
    .option("--resume", "go on where a stopped run of the same settings was")
    .option(
      "--checkpoint-every <seconds>",
      "seconds between checkpoints of a long run; 0: after every batch",
      createNumberParser(),
      10,
    )
    .addOption(createEngineOption())
    .addOption(
      new Option(
        "--gradients <engine>",
        "what differentiates the network, for repairs of latents and the sampler optimized; " +
          "auto: the first of onnxruntime-node, onnxruntime-web and tfjs that starts",
      )
        .choices(["auto", "onnxruntime-node", "onnxruntime-web", "tfjs"])
        .default("auto"),
    );
  addCommonOptions(command, "print the run and its designs as JSON")
    .addHelpText(
      "after",
      "\nThe folder gets a CIF per design, designs.jsonl and report.html. Designs are decoded by a\n" +
        "neural network; none is relaxed. The schema of study files is study.schema.json in the package.\n\n" +
        describeExitCodes(["ok", "failed", "targetNotReached", "interrupted"]),
    )
    .action(async (options: DesignOptions) => {
      const { runDesign } = await import("../design/runDesign.ts");
      const typed = Object.fromEntries(
        Object.entries(options).filter(([name]) => command.getOptionValueSource(name) === "cli"),
      );
      finish(await runDesign(options, typed, context));
    });
}
