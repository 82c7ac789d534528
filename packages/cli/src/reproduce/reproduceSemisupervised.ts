import { planSemisupervisedRegression } from "@ftcp/semisupervised";
import { createPreset } from "@ftcp/vae";
import { join } from "node:path";
import { CliError } from "../cliError.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { describeMachine } from "./describeMachine.ts";
import { loadSplits } from "./loadSplits.ts";
import { measureProperties } from "./measureProperties.ts";
import { propertyNames } from "./propertyNames.ts";
import { publishTable } from "./publishTable.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";
import type { ReproduceRun } from "./reproduceRun.ts";
import { resumeRun } from "./resumeRun.ts";
import { summarizeRuns } from "./summarizeRuns.ts";
import { trainAutoencoder } from "./trainAutoencoder.ts";

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
  const preset = createPreset("ftcp", { maxElements: 3, maxSites: options.maxSites });
  const epochs = options.epochs ?? preset.options.epochs;
  const steps = epochs * Math.ceil(everything.length / preset.options.batchSize);
  const plans = {
    semisupervised: { training: everything, epochs },
    "labelled alone": {
      training: labelled,
      epochs: Math.ceil(steps / Math.ceil(labelled.length / preset.options.batchSize)),
    },
  };
  const all: ReproduceRun[] = [];
  const rows = [];
  for (const [row, { training, epochs: passes }] of Object.entries(plans)) {
    const runs: ReproduceRun[] = [];
    for (let seed = 1; seed <= options.seeds; seed++) {
      const crystals = { training: training.length, measured: known.length };
      const { on, labels, maxSites } = options;
      const protocol = {
        ...{ row, seed, epochs: passes, on, labels, maxSites, crystals },
        ...{ groundState, sparse, options: preset.options },
      };
      const make = async (): Promise<Omit<ReproduceRun, "protocol">> => {
        const regression = planSemisupervisedRegression(training, {
          groundState,
          sparse: [sparse],
        });
        const settings = { seed, epochs: passes, regression };
        const trained = await trainAutoencoder(training, preset, settings, options, context);
        try {
          const metrics = await measureProperties(trained.model, known);
          const machine = describeMachine(trained.engine);
          return { metrics, crystals, machine, seconds: trained.seconds };
        } finally {
          trained.model.dispose();
        }
      };
      context.note(`${row}, seed ${seed} of ${options.seeds}: ${passes} epochs`);
      const name = ["semisupervised", row.replaceAll(" ", "-"), labels, on, `seed${seed}`].join(
        "-",
      );
      runs.push(await resumeRun(join(options.out, "runs"), name, protocol, make, context));
    }
    rows.push({ row, summary: summarizeRuns(runs) });
    all.push(...runs);
  }
  const columns = [...[sparse, ...groundState]].map((metric) => ({
    ...{ metric, heading: `${metric} MAE` },
  }));
  await publishTable("semisupervised", columns, rows, all, options, context);
}
