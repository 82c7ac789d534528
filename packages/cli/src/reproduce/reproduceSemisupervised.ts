import { planSemisupervisedRegression, repeatLabelled } from "@ftcp/semisupervised";
import { CliError } from "../cliError.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { describeMachine } from "./describeMachine.ts";
import { loadSplits } from "./loadSplits.ts";
import { measureProperties } from "./measureProperties.ts";
import { nameRun } from "./nameRun.ts";
import { propertyNames } from "./propertyNames.ts";
import { publishTable } from "./publishTable.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";
import type { ReproduceRun } from "./reproduceRun.ts";
import { resumeRun } from "./resumeRun.ts";
import { semisupervisedRecipe } from "./semisupervisedRecipe.ts";
import type { TableRow } from "./renderTable.ts";
import { trainAutoencoder } from "./trainAutoencoder.ts";
import type { TrainingCheckpoint } from "./trainingCheckpoint.ts";

const sparse = "Powerfactor";

/**
 * Compares the semi-supervised network (Eq. 4) with the same network trained on the labelled crystals
 * alone, for the same number of steps: error of the power factor.
 *
 * @param options - see {@link ReproduceOptions}
 * @param context - output and abort
 * @throws `CliError` with code `CLI_NO_CRYSTALS` when no crystal knows the power factor
 */
export async function reproduceSemisupervised(
  options: ReproduceOptions,
  context: CommandContext,
): Promise<void> {
  const groundState = propertyNames(options.labels);
  const { training: everything, measured } = await loadSplits(options, groundState, context);
  const labelled = everything.filter(({ properties }) => sparse in properties);
  const known = measured.filter(({ properties }) => sparse in properties);
  if (labelled.length === 0 || known.length === 0) {
    throw new CliError("CLI_NO_CRYSTALS", `no crystal knows the property ${sparse}`);
  }
  const { preset, repeat } = semisupervisedRecipe(options.maxSites);
  const repeated = repeatLabelled(everything, [sparse], repeat);
  const epochs = options.epochs ?? preset.options.epochs;
  const stepsOf = ({ length }: { readonly length: number }): number =>
    Math.ceil(length / preset.options.batchSize);
  // As many steps for both.
  const alone = Math.ceil((epochs * stepsOf(repeated)) / stepsOf(labelled));
  const plans = {
    semisupervised: { training: repeated, crystals: everything.length, epochs },
    "labelled alone": { training: labelled, crystals: labelled.length, epochs: alone },
  };
  const rows: TableRow[] = [];
  for (const [row, { training, crystals: count, epochs: passes }] of Object.entries(plans)) {
    const runs: ReproduceRun[] = [];
    for (let seed = 1; seed <= options.seeds; seed++) {
      const crystals = { training: count, measured: known.length };
      const { on, labels, maxSites } = options;
      const protocol = {
        ...{ table: "semisupervised", row, recipe: "semisupervised", seed, epochs: passes },
        ...{ on, labels, maxSites, crystals, groundState, sparse },
        ...(row === "semisupervised" ? { repeat } : {}),
        ...{ layout: preset.layout.name, options: preset.options },
      };
      const make = async (
        checkpoint: TrainingCheckpoint,
      ): Promise<Omit<ReproduceRun, "protocol">> => {
        const regression = planSemisupervisedRegression(training, {
          groundState,
          sparse: [sparse],
        });
        const settings = { seed, epochs: passes, regression };
        const { model, engine } = await trainAutoencoder(
          ...([training, preset, settings, checkpoint, options, context] as const),
        );
        const { time } = checkpoint;
        try {
          const metrics = await measureProperties(model, known);
          return { metrics, crystals, machine: describeMachine(engine), ...time };
        } finally {
          model.dispose();
        }
      };
      context.note(`${row}, seed ${seed} of ${options.seeds}: ${passes} epochs`);
      const name = nameRun(protocol);
      const run = await resumeRun(name, protocol, make, options, context);
      if (run !== undefined) runs.push(run);
    }
    rows.push({ row, runs });
  }
  const columns = [sparse, ...groundState].flatMap((metric) => [
    { metric, heading: `${metric} MAE, honest` },
    { metric: `reference.${metric}`, heading: `${metric} MAE, as the reference computes it` },
  ]);
  const { labels, on } = options;
  const name = ["semisupervised", labels, on].join("-");
  await publishTable(name, columns, rows, options, context);
}
