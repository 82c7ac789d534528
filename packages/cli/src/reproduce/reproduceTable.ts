import { dirname, join } from "node:path";
import { createDirectory } from "../files/createDirectory.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { describeMachine } from "./describeMachine.ts";
import { describeRecipe } from "./describeRecipe.ts";
import { loadSplits } from "./loadSplits.ts";
import { measureDesigns } from "./measureDesigns.ts";
import { measureProperties } from "./measureProperties.ts";
import { measureReconstruction } from "./measureReconstruction.ts";
import { nameRun } from "./nameRun.ts";
import { paperNumbers } from "./paperNumbers.ts";
import { planRow } from "./planRow.ts";
import { propertyNames } from "./propertyNames.ts";
import { publishTable } from "./publishTable.ts";
import type { TableColumn, TableRow } from "./renderTable.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";
import type { ReproduceRun } from "./reproduceRun.ts";
import { resumeRun } from "./resumeRun.ts";
import { trainAutoencoder } from "./trainAutoencoder.ts";
import type { TrainingCheckpoint } from "./trainingCheckpoint.ts";
import { graphEpochs, trainGraphNetwork } from "./trainGraphNetwork.ts";

const usualRows = {
  table2: ["real", "momentum", "both", "cgcnn"],
  table3: ["real", "both", "ftcp"],
};

/** Our own recipe learns from binaries too; all rows are measured on ternaries. */
const elementsOfFtcp = { min: 2, max: 3 };

/**
 * Makes Table 2 (forward models: encoder and regression alone) or Table 3 (reconstruction).
 *
 * @param table - which
 * @param options - see {@link ReproduceOptions}
 * @param context - output and abort
 */
export async function reproduceTable(
  table: "table2" | "table3",
  options: ReproduceOptions,
  context: CommandContext,
): Promise<void> {
  const properties = propertyNames(options.labels);
  let ternaries: ReturnType<typeof loadSplits> | undefined;
  const rows: TableRow[] = [];
  for (const row of options.rows ?? usualRows[table]) {
    const { training, measured } = await (row === "ftcp"
      ? loadSplits(options, properties, context, elementsOfFtcp)
      : (ternaries ??= loadSplits(options, properties, context)));
    const crystals = { training: training.length, measured: measured.length };
    const runs: ReproduceRun[] = [];
    for (let seed = 1; seed <= options.seeds; seed++) {
      const preset = row === "cgcnn" ? undefined : planRow(table, row, options);
      const epochs = preset?.options.epochs ?? options.epochs ?? graphEpochs;
      const { labels, on, maxSites } = options;
      const recipe = preset?.name ?? "cgcnn";
      const protocol = {
        ...{ table, row, recipe, seed, epochs, labels, on, maxSites, crystals, properties },
        ...(preset === undefined ? {} : describeRecipe(preset)),
        ...(preset === undefined || table === "table2"
          ? {}
          : { perturbationScale: preset.perturbationScale }),
      };
      const name = nameRun(protocol);
      context.note(
        `${table}, ${row}, seed ${seed} of ${options.seeds}: ${recipe}, ${epochs} epochs`,
      );
      const make = async (
        checkpoint: TrainingCheckpoint,
      ): Promise<Omit<ReproduceRun, "protocol">> => {
        const path = join(options.out, "models", `${name}.safetensors`);
        if (preset === undefined) {
          const settings = { properties, seed, epochs };
          return trainGraphNetwork(
            ...([training, measured, settings, path, checkpoint, options, context] as const),
          );
        }
        const settings = { seed, regression: properties };
        const { model, engine } = await trainAutoencoder(
          ...([training, preset, settings, checkpoint, options, context] as const),
        );
        const { time } = checkpoint;
        try {
          await createDirectory(dirname(path));
          await writeFiles([{ path, contents: await model.toBytes() }], context);
          const metrics =
            table === "table2"
              ? await measureProperties(model, measured)
              : {
                  ...(await measureReconstruction(model, measured, context.signal)),
                  ...(await measureProperties(model, measured)),
                  ...(await measureDesigns(
                    ...([model, measured, preset.perturbationScale, context.signal] as const),
                  )),
                };
          return { metrics, crystals, machine: describeMachine(engine), ...time };
        } finally {
          model.dispose();
        }
      };
      const run = await resumeRun(name, protocol, make, options, context);
      if (run !== undefined) runs.push(run);
    }
    const paper = paperNumbers[table][row];
    const [energy, gap] = properties;
    rows.push({
      ...{ row, runs },
      ...(paper === undefined
        ? {}
        : {
            paper: {
              ...paper,
              ...(table === "table2"
                ? { [energy]: paper["formation_energy"] ?? NaN, [gap]: paper["band_gap"] ?? NaN }
                : {}),
            },
          }),
    });
  }
  // A row with a recipe of its own that stands alone names its table.
  const [only = ""] = rows.length === 1 ? rows.map(({ row }) => row) : [];
  const recipe = ["cgcnn", "ftcp"].includes(only) ? only : options.preset;
  const title = [table, recipe, options.labels, options.on].join("-");
  await publishTable(title, columnsOf(table, properties), rows, options, context);
}

function columnsOf(
  table: "table2" | "table3",
  [energy, gap]: readonly [string, string],
): readonly TableColumn[] {
  const sampled = "as the reference computes it";
  const labels = [
    { metric: energy, heading: "E_f MAE (eV/atom)" },
    { metric: gap, heading: "E_g MAE (eV)" },
    { metric: `reference.${energy}`, heading: `E_f MAE (eV/atom), ${sampled}` },
    { metric: `reference.${gap}`, heading: `E_g MAE (eV), ${sampled}` },
  ];
  if (table === "table2") return labels;
  const both = (name: string, heading: string, isShare: boolean): TableColumn[] => [
    { metric: `reference.${name}`, heading: `${heading}, ${sampled}`, isShare },
    { metric: `honest.${name}`, heading: `${heading}, honest`, isShare },
  ];
  return [
    ...both("elements", "element accuracy", true),
    ...both("lengths", "length PMAE", true),
    ...both("angles", "angle PMAE", true),
    ...both("coordinates", "coordinate MAE", false),
    { metric: "honest.formula", heading: "whole formula", isShare: true },
    { metric: "honest.match", heading: "match rate", isShare: true },
    ...labels,
    { metric: "prior.valid", heading: "valid, drawn from the prior", isShare: true },
    { metric: "prior.neutral", heading: "charges can be balanced, the same", isShare: true },
    { metric: "perturbed.valid", heading: "valid, moved by the preset's scale", isShare: true },
    { metric: "perturbed.changed", heading: "another formula, the same", isShare: true },
  ];
}
