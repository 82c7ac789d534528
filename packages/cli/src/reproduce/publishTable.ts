import { join } from "node:path";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { describeCrystals } from "./describeCrystals.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";
import { renderTable, type TableColumn, type TableRow } from "./renderTable.ts";
import { summarizeRuns } from "./summarizeRuns.ts";

/**
 * Prints a table and writes it as markdown and JSON.
 *
 * @param name - of the files
 * @param columns - its columns
 * @param rows - its rows, with the runs behind them
 * @param options - folder and form
 * @param context - output
 */
export async function publishTable(
  name: string,
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
  options: ReproduceOptions,
  context: CommandContext,
): Promise<void> {
  const runs = rows.flatMap((row) => row.runs);
  // By text, so that equal ones are one.
  const machines = new Map(runs.map(({ machine }) => [Object.values(machine).join(", "), machine]));
  const protocol = {
    ...{ measuredOn: options.on, labels: options.labels, seeds: options.seeds },
    machines: [...machines.values()],
    seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
    processorSeconds: runs.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0),
  };
  const lines = [
    ...renderTable(columns, rows),
    "",
    `Measured on ${options.on}: ${describeCrystals(rows)}; labels ${options.labels}; ` +
      "mean ± standard deviation of the sample over the seeds. " +
      `Engine, processor, cores, Node: ${[...machines.keys()].join("; ")}.`,
  ];
  const summaries = rows.map(({ row, paper, runs: made }) => {
    const [first] = made; // the seeds of a row have the same crystals
    const summary = summarizeRuns(made);
    return { row, paper, seeds: made.length, crystals: first?.crystals, summary };
  });
  const json = JSON.stringify({ table: name, protocol, rows: summaries, runs }, null, 2);
  await writeFiles(
    [
      { path: join(options.out, `${name}.md`), contents: `${lines.join("\n")}\n` },
      { path: join(options.out, `${name}.json`), contents: `${json}\n` },
    ],
    context,
  );
  if (options.json === true)
    context.print(JSON.stringify({ table: name, protocol, rows: summaries }));
  else for (const line of lines) context.print(line);
}
