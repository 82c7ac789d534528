import { join } from "node:path";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";
import { renderTable, type TableColumn, type TableRow } from "./renderTable.ts";
import type { ReproduceRun } from "./reproduceRun.ts";

/**
 * Prints a table and writes it as markdown and JSON.
 *
 * @param name - of the files
 * @param columns - its columns
 * @param rows - its rows
 * @param runs - the runs behind them
 * @param options - folder and form
 * @param context - output
 */
export async function publishTable(
  name: string,
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
  runs: readonly ReproduceRun[],
  options: ReproduceOptions,
  context: CommandContext,
): Promise<void> {
  const [first] = runs;
  const seconds = runs.map((run) => run.seconds);
  const protocol = {
    ...{ measuredOn: options.on, labels: options.labels, seeds: options.seeds },
    ...{ crystals: first?.crystals, machine: first?.machine },
    secondsPerTraining: seconds.reduce((sum, time) => sum + time, 0) / seconds.length,
  };
  const lines = [
    ...renderTable(columns, rows),
    "",
    `Measured on ${options.on}: ${first?.crystals.measured ?? 0} crystals, trained on ` +
      `${first?.crystals.training ?? 0}; labels ${options.labels}; ${options.seeds} ` +
      `${options.seeds === 1 ? "seed" : "seeds, mean ± standard deviation"}; ` +
      `${Object.values(first?.machine ?? {}).join(", ")}; ` +
      `${protocol.secondsPerTraining.toFixed(0)} s per training.`,
  ];
  const json = JSON.stringify({ table: name, protocol, rows, runs }, null, 2);
  await writeFiles(
    [
      { path: join(options.out, `${name}.md`), contents: `${lines.join("\n")}\n` },
      { path: join(options.out, `${name}.json`), contents: `${json}\n` },
    ],
    context,
  );
  if (options.json === true) context.print(JSON.stringify({ table: name, protocol, rows }));
  else for (const line of lines) context.print(line);
}
