import { planSemisupervisedRegression, repeatLabelled } from "@ftcp/semisupervised";
import type { TrainingCrystal } from "@ftcp/vae";
import { CliError } from "../cliError.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { describeMachine } from "./describeMachine.ts";
import { describeRecipe } from "./describeRecipe.ts";
import { loadSplits } from "./loadSplits.ts";
import { measureProperties } from "./measureProperties.ts";
import { nameRun } from "./nameRun.ts";
import { propertyNames } from "./propertyNames.ts";
import { publishTable } from "./publishTable.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";
import type { ReproduceRun } from "./reproduceRun.ts";
import { resumeRun } from "./resumeRun.ts";
import { semisupervisedRecipe } from "./semisupervisedRecipe.ts";
import { settleRecipe } from "./settleRecipe.ts";
import type { TableRow } from "./renderTable.ts";
import { trainAutoencoder } from "./trainAutoencoder.ts";
import type { TrainingCheckpoint } from "./trainingCheckpoint.ts";

const sparse = "Powerfactor";

interface Plan {
  readonly training: readonly TrainingCrystal[];
  /** How many different ones. */
  readonly crystals: number;
  readonly epochs: number;
}

/**
 * Compares the semi-supervised network (Eq. 4) with the same network trained on the labelled crystals
 * alone: error of the power factor. Alone it learns for as long as draws every label equally often, and for as
 * many steps.
 *
 * @param options - see {@link ReproduceOptions}
 * @param context - output and abort
 * @throws `CliError` with code `CLI_NO_CRYSTALS` when no crystal knows the power factor, and
 *   `CLI_USAGE` for a row that there is not
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
  const plans: Readonly<Record<string, Plan>> = {
    semisupervised: { training: repeated, crystals: everything.length, epochs },
    "alone-draws": { training: labelled, crystals: labelled.length, epochs: epochs * repeat },
    "alone-steps": {
      ...{ training: labelled, crystals: labelled.length },
      epochs: Math.ceil((epochs * stepsOf(repeated)) / stepsOf(labelled)),
    },
  };
  const rows: TableRow[] = [];
  for (const row of options.rows ?? Object.keys(plans)) {
    const plan = plans[row];
    if (plan === undefined) throw new CliError("CLI_USAGE", `there is no row "${row}"`);
    const { training, crystals: count, epochs: passes } = plan;
    const recipe = settleRecipe(preset, { epochs: passes });
    const runs: ReproduceRun[] = [];
    for (let seed = 1; seed <= options.seeds; seed++) {
      const crystals = { training: count, measured: known.length };
      const { on, labels, maxSites } = options;
      const protocol = {
        ...{ table: "semisupervised", row, recipe: "semisupervised", seed, epochs: passes },
        ...{ on, labels, maxSites, crystals, groundState, sparse },
        ...(row === "semisupervised" ? { repeat } : {}),
        ...describeRecipe(recipe),
      };
      const make = async (
        checkpoint: TrainingCheckpoint,
      ): Promise<Omit<ReproduceRun, "protocol">> => {
        const regression = planSemisupervisedRegression(training, {
          groundState,
          sparse: [sparse],
          error: recipe.error,
        });
        const settings = { seed, regression };
        const { model, engine } = await trainAutoencoder(
          ...([training, recipe, settings, checkpoint, options, context] as const),
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
